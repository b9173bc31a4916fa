#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# exitbench submit and collect on a real Slurm: its controller, munge and three nodes, on this
# machine, as root. Where only Slurm's part is the point the platform is a double: a "bochs" that
# takes a few seconds and leaves what the real one left in the run before. About five minutes.
use strict;
use warnings;
use lib 'tests/fleet';
use Cluster;
use Cwd qw(abs_path);
use File::Copy qw(copy);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

plan(skip_all => 'nodes are namespaces, and only root may make them') if $>;
my $build = $ENV{BUILD} // 'build';
my $dir = tempdir(CLEANUP => 1);
my $json = JSON::PP->new->canonical;
$SIG{INT} = $SIG{TERM} = $SIG{HUP} = sub { exit 1 };

sub read_file
{
	my ($path) = @_;

	open(my $f, '<', $path) or return '';
	local $/;
	return <$f> // '';
}

sub write_file
{
	my ($path, $text) = @_;

	open(my $f, '>', $path) or die "$path: $!";
	print $f $text;
	close($f) or die "$path: $!";
}

# Status and output of exitbench; no shell, for folders have all kinds of names.
sub bench
{
	my (@args) = @_;

	my $pid = open(my $out, '-|') // die "fork: $!";
	if (!$pid) {
		open(STDERR, '>&', \*STDOUT);
		exec("$build/exitbench", @args) or POSIX::_exit(127);
	}
	local $/;
	my $text = <$out> // '';
	close($out);
	diag($text =~ s/^/  /mgr) if $ENV{FLEET_VERBOSE};
	return ($? >> 8, $text);
}

# The files of a run's folder, without a shell and its quoting.
sub files
{
	my ($folder, $fits) = @_;

	opendir(my $d, $folder) or return ();
	return map { "$folder/$_" } sort grep { /$fits/ } readdir($d);
}

sub record
{
	my ($run, $id) = @_;
	my $text = read_file("$run/records/$id.json");

	return $text ? decode_json($text) : {};
}

sub measured { return $json->encode(record(@_)->{measured} // {}) }

# Records that tasks have written, wherever they are.
sub records_of_tasks
{
	my ($run) = @_;

	return map { files($_, qr/\.json$/) } map { "$_/records" } map { files($_, qr/^\d+$/) }
	       map { files($_, qr/^\d+$/) } files("$run/fleet/1", qr/^bochs-vmx-\d+$/);
}

sub log_of_tasks
{
	my ($run, $submission) = @_;

	return join('', map { read_file($_) } map { files($_, qr/\.log$/) }
		    files("$run/fleet/$submission", qr/^bochs-vmx-\d+$/));
}

# What the real cells measure when nothing disturbs them.
my @real = ('tests/cells/both-modes.matrix', '--workloads', 'tests/cells/workloads');
my ($status, $out) = bench('run', @real, '-o', "$dir/undisturbed", '--keep-work', '--jobs', 2);
is($status, 0, 'the cells without a fleet') or BAIL_OUT($out);

# The double: the same identity, another bochs.
my $double = "$dir/double";
make_path($double);
copy("$build/image/identity.json", $double) or die;
copy("$dir/undisturbed/work/bochs-vmx.ept$_.cpuid-loop.s1/exchange.img", "$double/ept=$_") or die for 0, 1;
write_file("$double/seconds", "2\n");
write_file("$double/bochs", <<'END');
#!/bin/sh
here=$(dirname "$0")
mode=$(head -c 65536 exchange.img | grep -ao 'ept=[01]' | head -n 1)
: > console.log
sleep "$(cat "$here/seconds")"
cp "$here/$mode" exchange.img
END
chmod(0755, "$double/bochs");

my $cluster = Cluster->new(dir => "$dir/slurm", max_array => 7,
			   nodes => { map { $_ => [1, 3000] } qw(n1 n2 n3) });

# --- a matrix on three nodes, one of which loses power ------------------------------------

my $matrix = "$dir/thirty.matrix";
write_file($matrix, "platforms = bochs-vmx\npaging = tdp shadow\nworkloads = cpuid-loop\nseeds = " .
	   join(' ', 1 .. 15) . "\n");
my $run = "$dir/run \xc3\xbc 'a' \"b\" %j";
my @submit = ('submit', $matrix, '--workloads', 'tests/cells/workloads', '--image', $double, '-o', $run);
my @ids = map { my $seed = $_; map { "bochs-vmx.ept$_.cpuid-loop.s$seed" } 1, 0 } 1 .. 15;

($status, $out) = bench(@submit);
is($status, 2, 'no node has the features: refused');
like($out, qr/no node .* has the feature exitmeter-bochs-vmx; .*scontrol update .*doctor --features/, 'and what to do');
ok(!-e $run, 'and nothing is left of it');
is((bench('collect', $run))[0], 2, 'nothing to collect: refused');

($status, my $features) = bench('doctor', '--features');
like($features, qr/^(exitmeter-[-\w]+,)*exitmeter-bochs-vmx,[-\w,.]*cpu-[-\w.]+$/, 'doctor has words for Slurm');
chomp($features);
$cluster->features($_, $features) for qw(n1 n2 n3);

($status, $out) = bench(@submit, '--group', 3, '--dry-run');
is($status, 0, 'a dry run');
is(() = $out =~ /^#!\/bin\/sh$/mg, 2, 'ten tasks are two arrays, for this cluster allows seven in one');
like($out, qr/^#SBATCH --array=0-6$/m, 'the first with seven');
like($out, qr/^#SBATCH --constraint="exitmeter-bochs-vmx"$/m, "doctor's word chooses the nodes");
unlike($out, qr/--exclusive/, 'an emulator does not take a node for itself');
ok(!-e $run, 'and nothing is made');

($status, $out) = bench(@submit, '--group', 3);
is($status, 0, 'submitted') or BAIL_OUT($out);
like($out, qr/^job \d+: bochs-vmx, cells: 21, tasks: 7$/m, 'the first array');
like($out, qr/^job \d+: bochs-vmx, cells: 9, tasks: 3$/m, 'the second');
($status, $out) = bench(@submit, '--group', 3);
is($status, 0, 'the same command while they run');
like($out, qr/in the queue: 30, to submit: 0$/m, 'submits nothing twice');

# What is edited now changes no task.
write_file($matrix, "platforms = bochs-vmx\npaging = tdp\nworkloads = cpuid-loop\n");

# Until a task of n2 has measured a cell and is at the next.
my ($victim, $done);
$cluster->wait_for('a task in the middle on n2', sub {
	my ($task) = grep { $_->[2] eq 'RUNNING' && $_->[3] eq 'n2' } $cluster->queue or return;
	($victim) = grep { read_file($_) =~ /^attempt 0 on n2$/m }
		    map { files($_, qr/^$task->[1]\.log$/) } files("$run/fleet/1", qr/^bochs-vmx-\d+$/);
	return if !$victim;
	($done) = read_file($victim) =~ /^\[ ?1\/3\] (\S+): ok/m;
	return $done && read_file($victim) !~ /^\[ ?3\/3\]/m;
});
($status, $out) = bench('collect', $run);
is($status, 1, 'collected in the middle: not all is there');
like($out, qr/running: [1-9]\d*, queued: \d+, missing: 0$/m, 'and what is missing is on its way');
$cluster->kill_node('n2');
$cluster->wait_empty(300);
like(read_file($victim), qr/^attempt 1 on n[13]$/m, 'the task of the dead node ran elsewhere');
like(read_file($victim), qr/^cells: 3, of them [12] measured before and kept/m, 'and what it had measured was kept');

($status, $out) = bench('collect', $run, '--wait');
is($status, 0, 'all collected') or diag($out);
like($out, qr/^good: 30, of them \d+ gathered now; failed: 0, invalid: 0, running: 0, queued: 0, missing: 0$/m, '30 of 30');
is(scalar(files("$run/records", qr/\.json$/)), 30, 'one record a cell');
my %nodes = map { (record($run, $_)->{host}{node} // '') => 1 } @ids;
is(join(' ', sort keys %nodes), 'n1 n2 n3', 'each record has its node');
is(record($run, $done)->{host}{node}, 'n2', 'what was measured before its node died has that one');
like($out, qr/^$_ +\d+ +[\d.]+ +\d+$/m, "$_ is in the table") for qw(n1 n2 n3);
my @differ = grep { measured($run, $_) ne measured("$dir/undisturbed", s/\.s\d+$/.s1/r) } @ids;
is("@differ", '', 'all measured what the cells measure that nothing disturbed');
is_deeply(decode_json(read_file("$run/run.json"))->{cells}, \@ids, 'the run has the cells, in the order of the matrix');
is(scalar(records_of_tasks($run)), 0, 'the folders of the tasks are gone');
is((bench('status', $run))[0], 0, 'the run is whole');
is(system('sh', '-c', '"$0" check "$1" > /dev/null', "$build/exitreport", $run), 0, 'exitreport agrees');
($status, $out) = bench('collect', $run);
like($out, qr/^good: 30, of them 0 gathered now;/m, 'collected once more: nothing changes');

# --- going on: only what is missing ---------------------------------------------------------

write_file($matrix, "platforms = bochs-vmx\npaging = tdp shadow\nworkloads = cpuid-loop\nseeds = " .
	   join(' ', 1 .. 15) . "\n");
unlink("$run/records/$ids[0].json");
write_file("$run/records/$ids[1].json", substr(read_file("$run/records/$ids[1].json"), 0, 1000));
my $forged = record($run, $ids[2]);
$forged->{measured}{window}{end}{exits} += 1;
$forged->{measured}{window}{net}{exits} += 1;
write_file("$run/records/$ids[2].json", $json->encode($forged));
my $other = record($run, $ids[3]);
$other->{identity}{image} = 'of another image';
write_file("$run/records/$ids[3].json", $json->encode($other));
my $work = record($run, $ids[4]);
$work->{workload}{command} .= ' more';
write_file("$run/records/$ids[4].json", $json->encode($work));
copy("$run/records/$ids[6].json", "$run/records/$ids[5].json");
($status, $out) = bench('collect', $run);
is($status, 1, 'damaged records are noticed');
like($out, qr/^good: 24, .* invalid: 5, .*missing: 1$/m, 'each of them');
like($out, qr{$ids[2]\.json: .*; not gathered$}m, 'a broken law');
like($out, qr{$ids[3]\.json: it was measured with another image; not gathered$}m, 'another image');
like($out, qr{$ids[4]\.json: it is of another cell or workload; not gathered$}m, 'another workload');
like($out, qr{$ids[5]\.json: holds the cell $ids[6]; }, 'another cell');
($status, $out) = bench(@submit);
like($out, qr/measured before: 24, .*in the queue: 0, to submit: 6$/m, 'only these are submitted again');
is($status, 0, 'and they are');
$cluster->start_node('n2');
$cluster->wait_empty(300);
($status, $out) = bench('collect', $run);
is($status, 0, 'they are whole again') or diag($out);
like($out, qr/^good: 30, of them 6 gathered now;/m, 'six');
is(measured($run, $ids[2]), measured("$dir/undisturbed", $ids[0]), 'the forged one is measured anew');

# --- a node that Slurm takes for dead goes on ------------------------------------------------

$cluster->wait_for('n2 to be back', sub { `sinfo -h -N -n n2 -o %T` =~ /^idle$/m });
write_file("$double/seconds", "45\n");
my $brain = "$dir/brain";
($status, $out) = bench('submit', 'tests/cells/again.matrix', '--workloads', 'tests/cells/workloads',
			'--image', $double, '-o', $brain);
is($status, 0, 'one cell that takes long');
my $node;
$cluster->wait_for('it to run', sub { ($node) = map { $_->[3] } grep { $_->[2] eq 'RUNNING' } $cluster->queue });
# slurmd alone stands still; what it has started does not.
my ($slurmd) = grep { read_file("/proc/$_/stat") =~ /^\d+ \(slurmd\) \S $cluster->{pid}{$node} / }
	       map { m{/proc/(\d+)$} } glob('/proc/[0-9]*');
kill('STOP', $slurmd);
my $log = "$brain/fleet/1/bochs-vmx-1/0.log";
$cluster->wait_for('a second attempt', sub { read_file($log) =~ /^attempt 1 on/m }, 120);
$cluster->wait_for('the first to end all the same', sub { -e "$brain/fleet/1/bochs-vmx-1/0/0/records/bochs-vmx.ept0.cpuid-loop.s1.json" }, 120);
kill('CONT', $slurmd);
$cluster->wait_empty(180);
my @attempts = map { read_file("$brain/fleet/1/bochs-vmx-1/0/$_/records/bochs-vmx.ept0.cpuid-loop.s1.json") } 0, 1;
ok($attempts[0] && $attempts[1], 'two attempts at a time at one cell: both have a record');
($status, $out) = bench('collect', $brain);
is($status, 0, 'and the run has one') or diag($out);
is(measured($brain, 'bochs-vmx.ept0.cpuid-loop.s1'), measured("$dir/undisturbed", 'bochs-vmx.ept0.cpuid-loop.s1'), 'a good one');

# --- cells that fail, and nodes on which none can run ------------------------------------------

write_file("$double/seconds", "0\n");
rename("$double/ept=0", "$double/kept") or die;
write_file("$double/ept=0", "nothing");
my $failing = "$dir/failing";
my @failing = (@real, '--image', $double, '-o', $failing);
is((bench('submit', @failing))[0], 0, 'a cell that fails');
$cluster->wait_empty(120);
($status, $out) = bench('collect', $failing);
is($status, 1, 'is no success');
like($out, qr/^good: 1, of them 1 gathered now; failed: 1,/m, 'it is counted');
like($out, qr/^bochs-vmx\.ept0\.cpuid-loop\.s1: failed: .*, on n\d$/m, 'and told, with its node');
is(record($failing, 'bochs-vmx.ept0.cpuid-loop.s1')->{status}, 'failed', 'the run has its record');
rename("$double/kept", "$double/ept=0") or die;
($status, $out) = bench('submit', @failing);
like($out, qr/measured before: 1, .*to submit: 1$/m, 'it alone is submitted again');
$cluster->wait_empty(120);
is((bench('collect', $failing))[0], 0, 'and is good now');

rename("$double/bochs", "$double/away") or die;
my $broken = "$dir/broken";
my @broken = (@real, '--image', $double, '-o', $broken);
is((bench('submit', @broken))[0], 0, 'an image without an emulator');
$cluster->wait_empty(120);
($status, $out) = bench('collect', $broken);
is($status, 1, 'leaves nothing');
like($out, qr{^bochs-vmx\.ept1\.cpuid-loop\.s1: missing: its task ended without a record; see \S+/0\.log$}m, 'and names the log');
like(log_of_tasks($broken, 1), qr{bochs: No such file or directory; 'make image' builds it}, 'which says why');
rename("$double/away", "$double/bochs") or die;

# --- hardware: whole nodes of one kind, both modes in one task -----------------------------------

{
	local $ENV{EXITBENCH_ROOT} = 'tests/tools/doctor/amd-server';
	my @hardware = ('submit', $matrix, '--workloads', 'tests/cells/workloads', '--image', $double,
			'--platform', 'host', '-o', "$dir/hardware", '--dry-run');
	is((bench(@hardware))[0], 2, 'hardware: no node has it');
	$cluster->features('n1', "$features,exitmeter-host-npt,cpu-a");
	$cluster->features('n2', "exitmeter-host-npt,cpu-b");
	($status, $out) = bench(@hardware);
	is($status, 2, 'hardware: two kinds of CPU are refused');
	like($out, qr/different CPUs.* cpu-a cpu-b; .*--constraint 'exitmeter-host-npt&cpu-a'/, 'and named');
	$cluster->features('n2', "exitmeter-host-npt,cpu-a");
	($status, $out) = bench(@hardware);
	is($status, 0, 'hardware: one kind is taken');
	like($out, qr/^#SBATCH --exclusive$/m, 'whole nodes');
	like($out, qr/^#SBATCH --constraint="exitmeter-host-npt&cpu-a"$/m, 'of that kind');
	is(join(' ', map { /: cells: (\d+), tasks: (\d+)$/ } grep { /^# / } split(/\n/, $out)), '14 7 14 7 2 1',
	   'both modes of a workload in one task');
	is(() = $out =~ / --jobs 1 /g, 3, 'one cell at a time');
	($status, $out) = bench(@hardware, '--constraint', 'rack7', '--sbatch', '--partition=all');
	like($out, qr/^#SBATCH --constraint="rack7"\n#SBATCH --partition=all$/m, "one's own words instead");
}
$cluster->features($_, $features) for qw(n1 n2 n3);

# --- and for real: Bochs, killed with its node in the middle of a cell ----------------------------

my $real = "$dir/real";
is((bench('submit', @real, '--image', "$build/image", '-o', $real))[0], 0, 'two real cells');
my $at;
$cluster->wait_for('L2 on one of the nodes', sub {
	for my $task (grep { $_->[2] eq 'RUNNING' } $cluster->queue) {
		my ($work) = files("$real/fleet/1/bochs-vmx-1/$task->[1]/0/work", qr/^bochs/) or next;
		$at = $task->[3], return 1 if read_file("$work/console.log") =~ /phase boot|phase l2|phase run/i;
	}
	return 0;
}, 300);
$cluster->kill_node($at);
$cluster->wait_empty(600);
like(log_of_tasks($real, 1), qr/^attempt 1 on/m, 'a cell was begun anew');
($status, $out) = bench('collect', $real);
is($status, 0, 'both are there') or diag($out);
isnt(record($real, $_)->{host}{node} // $at, $at, "$_: on a node that lives")
	for map { "bochs-vmx.ept$_.cpuid-loop.s1" } 0, 1;
is(measured($real, $_), measured("$dir/undisturbed", $_), "$_: measured the same, bit for bit")
	for map { "bochs-vmx.ept$_.cpuid-loop.s1" } 0, 1;
diag($out);

$cluster->stop;
my @left = grep { read_file("/proc/$_/environ") =~ /\Q$dir\E\/slurm/ && $_ != $$ } map { m{/proc/(\d+)$} } glob('/proc/[0-9]*');
is("@left", '', 'nothing of the cluster is left');
done_testing();
