#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Real cells on the emulated machine: some three minutes on two cores.
use strict;
use warnings;
use lib 'tests';
use Csv;
use Laws;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = tempdir(CLEANUP => 1);

sub bench {
	my ($matrices, $run, @more) = @_;
	my @files = map { "tests/cells/$_.matrix" } split(/ /, $matrices);
	my $out = qx($build/exitbench run @files --workloads tests/cells/workloads -o $dir/$run @more 2>&1);
	diag($out);
	return $? >> 8;
}

sub record {
	my ($run, $id, $variant) = @_;
	$variant //= '';
	$id = "bochs-vmx.$id" unless $id =~ /^\w+-svm\./;
	open(my $f, '<', "$dir/$run/records/$id.s1$variant.json") or return {};
	local $/;
	return decode_json(<$f>);
}

# A record has backslashes twice, and bytes that no text has as \xNN.
sub output { return ($_[0]{measured}{output} // '') =~ s/\\(\\|x([0-9a-f]{2}))/$2 ? chr(hex($2)) : '\\'/ger }
sub median { return output($_[0]) =~ /median (\d+)/ ? $1 : 0 }

# What is on a screen of 80x24 that got these bytes.
sub replay {
	my ($file) = @_;
	my $tmux = "tmux -S $dir/tmux -f /dev/null";

	system("$tmux new-session -d -x 80 -y 24 'cat $file; exec sleep 100'");
	sleep 2;
	my $screen = qx($tmux capture-pane -p; $tmux kill-server);
	return $screen;
}

# Exits of a reason in the window.
sub exits {
	my ($r, $reason) = @_;
	return ($r->{measured}{window}{net}{rows}{$reason} // [0])->[0];
}

is(bench('both-modes unmetered', 'a'), 0, 'both modes: all cells are good');
my %cell = map { $_ => record('a', $_) } qw(ept1.cpuid-loop ept0.cpuid-loop);
for my $id (qw(ept1.cpuid-loop ept0.cpuid-loop)) {
	my @laws = laws_of_record($cell{$id});
	cmp_ok(scalar @laws, '>=', 12, "$id: laws were checked");
	is(scalar(grep { $_->{difference} } @laws), 0, "$id: all laws hold");
	is($cell{$id}{measured}{window}{empty}{exits}, 1, "$id: a window costs one exit");
}

# 3000 in the loop; those of starting a process are the same as with one.
for my $id (qw(ept1.cpuid-loop ept0.cpuid-loop)) {
	my $startup = $cell{$id}{measured}{startup}{net}{rows}{10}[0];
	is(exits($cell{$id}, 10) - $startup, 2999, "$id: each CPUID is counted");
}
is($cell{'ept1.cpuid-loop'}{measured}{window}{meter}{paging}, 'tdp', 'ept=1 is tdp');
is($cell{'ept0.cpuid-loop'}{measured}{window}{meter}{paging}, 'shadow', 'ept=0 is shadow');
cmp_ok(exits($cell{'ept0.cpuid-loop'}, 28), '>', 0, 'ept=0: CR3 writes exit');
is(exits($cell{'ept0.cpuid-loop'}, 48), 0, 'ept=0: no EPT violation');

# A workload with points has a window for each. Two processes that hand a byte on make 9
# accesses to CR3 a hand-over: one to go to the other, and a read and a write each time
# that the kernel, whose page tables are its own, is entered and left: for a read and a write.
is(bench('points', 'p'), 0, 'points: all cells are good');
for my $mode (qw(ept1 ept0)) {
	my $m = record('p', "$mode.context-switch", '.pti-on')->{measured} // {};
	my @points = @{$m->{points} // []};
	is(join(' ', map { "$_->{point}:$_->{operations}{number}" } @points), '2:160 8:160',
	   "$mode: the points, and what the program says that it did");
	is($m->{pti}, 'on', "$mode: L2's kernel has page tables of its own");
	for my $p (@points) {
		my ($window, $startup) = map { $p->{$_}{net}{rows}{28}[0] // 0 } qw(window startup);
		my $must = $mode eq 'ept0' ? 9 * 160 : 0;
		cmp_ok($window, '>=', $must, "$mode: accesses to CR3 at $p->{point}");
		# Processes need not end in the same order with work and without: twice into the
		# kernel and out of it, for each.
		cmp_ok(abs($window - $startup - $must), '<=', 16 + 8 * $p->{point}, "$mode: and hardly any more");
	}
	my $sum = 0;
	$sum += $_->{window}{net}{wall} for @points;
	is($m->{window}{net}{wall}, $sum, "$mode: the cell's window is the sum of its points'");
}
my $rules = qx($build/exitreport check $dir/p 2>&1);
is($?, 0, 'the points made the exits that they must make') or diag($rules);
like($rules, qr/ 0 broken; \d rules of mechanisms checked, 0 failed$/m, 'and all rules were checked');

# Nothing is timed in these, so KVM's tracepoint may count along.
is(bench('agent svm', 'v', '--verify'), 0, 'agent, and SVM: all cells are good');
my $verified = qx($build/exitreport verify $dir/v 2>&1);
is($?, 0, "the ledgers agree with KVM's tracepoint and statistics");
like($verified, qr/^cells compared: 4, .* differences: 0; .*: 0$/m, 'both vendors and both modes were compared');
diag($verified);

for my $mode (qw(ept1 ept0)) {
	my $out = output(record('v', "$mode.agent", '.detail-both.observer-hist'));
	my $label = $mode =~ s/ept/ept=/r;
	like($out, qr/\Q$label\E/, "$mode: info tells the mode");
	like($out, qr/^info 0$/m, "$mode: info succeeds");
	like($out, qr/^read 0$/m, "$mode: read succeeds");
	like($out, qr/^run 7$/m, "$mode: run passes the command's status on");
	like($out, qr/^features +max histogram keys copies$/m, "$mode: info tells what is kept");
	like($out, qr/^detail 0$/m, "$mode: run with details succeeds");
	like($out, $mode eq 'ept0' ? qr/^ +\d+ +\d+  EXCEPTION_NMI +14  #PF \(\w+, \w+, not present\)$/m :
	     qr/^ +count +kernel +reason +what$/m, "$mode: keys have names");
	like($out, qr/^\w+: exits by kernel cycles/m, "$mode: and histograms");
	like($out, qr/\bCPUID\b/, "$mode: reasons have names");
}

# What exitmeter's commands that measure do, as parts of one output.
is(bench('stat', 'stat', "-i $build/image-test"), 0, 'stat: all cells are good');
for my $mode (qw(ept1 ept0)) {
	my %part = output(record('stat', "$mode.stat")) =~ /^=== (\S+)\n(.*?)(?=^=== |\z)/msg;
	my ($out, $status);
	my $part = sub {
		($out, $status) = ($part{$_[0]} // '') =~ /\A(.*?)^--- (\d+)$/ms;
		$_ //= '' for $out, $status;
		return is($status, $_[1], "$mode: $_[0]: status $_[1]");
	};
	my $json_of = sub { my ($text) = $out =~ /^(\{\n.*^\})$/ms; return decode_json($text // '{}') };
	my $label = $mode =~ s/ept/ept=/r;

	ok(exists $part{done}, "$mode: the script came to its end");
	$part->('table', 7);
	like($out, qr/^VMX \Q$label\E, 1 vCPU, TSC \d+ kHz: sh -c exit 7$/m, "$mode: what was measured");
	like($out, qr/^ 10 CPUID +\d+ /m, "$mode: table by reason");
	like($out, qr/^conserved: /m, "$mode: all time is accounted for");
	like($out, qr/^elapsed: [\d.]+ s$/m, "$mode: elapsed");
	$part->('repeat', 0);
	like($out, qr/^ 10 CPUID +1\d{3} \[1\d{3}-1\d{3}\]/m, "$mode: median and range");
	like($out, qr/medians of 3 windows$/m, "$mode: of three");
	$part->('csv', 0);
	my @lines = eval { csv_rows($out) };
	is($@, '', "$mode: CSV: a strict reader takes it");
	is(($lines[0] // [])->[0], 'schema', "$mode: CSV: a heading");
	cmp_ok(scalar @lines, '>', 20, "$mode: CSV: and figures");
	$part->('json-once', 0);
	my ($once) = grep { $_->{name} eq 'CPUID' } @{$json_of->()->{vm}{rows}};
	$part->('json', 0);
	my ($many) = grep { $_->{name} eq 'CPUID' } @{$json_of->()->{vm}{rows}};
	is($many->{count}{median} - $once->{count}{median}, 2999, "$mode: JSON: each CPUID is counted");
	is(scalar(grep { $_->{off} } @{$json_of->()->{laws}}), 0, "$mode: JSON: laws hold");
	$part->('interval', 0);
	my @interval = map { decode_json($_) } $out =~ /^(\{.*\})$/mg;
	cmp_ok(scalar @interval, '>=', 3, "$mode: intervals");
	cmp_ok(abs($interval[0]{until_s} - 0.02), '<', 0.01, "$mode: at their time");
	my $all = $json_of->();
	cmp_ok($all->{own_reads}, '>', 50, "$mode: what reading cost is told");
	$part->('some', 0);
	like($out, qr/^1;;1;;10;CPUID;count;\d+;\d+;\d+\r$/m, "$mode: some reasons, another separator");
	unlike($out, qr/;28;CR_ACCESS/, "$mode: and no other");
	$part->('no-such-reason', 2);
	unlike($out, qr/it ran/, "$mode: found out before the command runs");
	$part->('detail', 0);
	like($out, qr/exitmeter_detail=3/, "$mode: no details are kept, and it says so");
	$part->('record', 0);
	like($out, qr/,10,CPUID,count,1\d{3},/, "$mode: recorded and reported");
	$part->('diff', 0);
	like($out, qr/^1,10,CPUID,1\d{3},2\d{3},1000,/m, "$mode: the difference of two");
	$part->('watch', 0);
	is(scalar(() = $out =~ m{^\S+Z exits/s .* guest [\d.]+% }mg), 3, "$mode: three lines");
	$part->('top', 0);
	my @screen = split(/\n/, replay("$dir/stat/logs/bochs-vmx.$mode.stat.s1/l2-console.log"));
	like($screen[0], qr/^exitmeter top: VMX \Q$label\E, 1 vCPU, every 0.1 s$/, "$mode: top, on the serial console");
	is($screen[2], 'by average', "$mode: and its keys work");
	like($screen[3], qr{^reason +exits/s  share kernel/s  share average  user/s  blkd/s$}, "$mode: in 80 columns");
	is(scalar(grep { /^ 12 HLT  / } @screen), 1, "$mode: a halted vCPU");

	$part->('term', 143);
	$part->('term-window', 0);
	like($out, qr{"exitmeter-window/1"}, "$mode: SIGTERM: the window is saved");
	like($out, qr/"status": ?15,/, "$mode: SIGTERM: passed on to the command");
	$part->('hup', 129);
	$part->('hup-table', 0);
	like($out, qr/^conserved: /m, "$mode: SIGHUP: the table is saved");
	$part->('passed-on', 143);
	like($out, qr/^got it$/m, "$mode: a command that takes the signal ends its own way");
	$part->('passed-on-window', 0);
	like($out, qr/"status": ?768,/, "$mode: and its status is kept");
	$part->('nohup', 5);
	$part->('time', 0);
	$part->('ended', 143);
	like($out, qr/^conserved: /m, "$mode: without a command, a signal ends the window");
	$part->('lock', 1);
	like($out, qr/process \d+ measures already/, "$mode: one measurement at a time");
	unlike($out, qr/it ran/, "$mode: the second command is not run");
	$part->('lock-gone', 0);
	$part->('dash', 0);
	$part->('dash-window', 0);
	like($out, qr{"exitmeter-window/1"}, "$mode: -o - is standard output");
	$part->('dash-file', 1);
	$part->('link', 0);
	$part->('link-target', 0);
	like($out, qr{"exitmeter-window/1"}, "$mode: a symbolic link is followed");
	$part->('link-list', 0);
	like($out, qr/^l.* -> target$/m, "$mode: and is still one");
	for my $bad (qw(long-name no-disk)) {
		$part->($bad, 1);
		unlike($out, qr/it ran/, "$mode: $bad: found out before the command runs");
	}
	$part->('no-disk-list', 0);
	is($out, '', "$mode: nothing is left of it");
	$part->('full-stderr', 1);
	$part->('full-stdout', 1);
	$part->('reader-gone', 1);
	unlike($out, qr/it ran/, "$mode: a reader that is gone is found out before");
	$part->('bytes', 0);
	$part->('bytes-window', 0);
	my ($command) = $out =~ /"command": ?(\[.*?^ ?\])/ms;
	is_deeply(decode_json($command // '[]'), ['true', { hex => '61ff62' }, '{"hex": "61"}'],
		  "$mode: bytes that are no UTF-8 are told from text");
	$part->('bytes-report', 0);
	like($out, qr/: true a\\xffb /, "$mode: and come back");
	$part->('library', 0);
	like($out, qr/^1000 calls: \d+ exits, less 1 of measuring$/m, "$mode: libexitmeter: an empty window costs one exit");
	$part->('nested', 0);
	is($out, "inner 1 outer 3\n", "$mode: a window costs one exit, shown by one inside of another");
	$part->('library-lock', 1);
	like($out, qr/measur/, "$mode: libexitmeter takes the lock, too");
}

is(bench('again', 'b', '--jobs 1'), 0, 'the same cell once more, alone');
my $again = record('b', 'ept0.cpuid-loop');
my $json = JSON::PP->new->canonical;
is($json->encode($again->{measured}), $json->encode($cell{'ept0.cpuid-loop'}{measured}),
   'the same cell gives the same record, cycles included');

is(bench('trouble', 'c'), 1, 'cells that fail: exit status 1');
my $off = record('a', 'ept1.unmetered', '.meter-off');
is($off->{status}, "unmeasured", "no meter: there is no window");
like(output($off), qr/^info 2$/m, 'no meter: info has status 2');
like(output($off), qr/^run 2$/m, 'no meter: run has status 2');
like(output($off), qr/^read 2$/m, 'no meter: read has status 2');
is(record('c', 'ept1.failing')->{status}, 'failed', 'a command that fails');
like(record('c', 'ept1.failing')->{error}, qr/ended with status 127/, 'with a reason');
is(record('c', 'ept1.measuring')->{status}, 'failed', 'a command that measures in a window');
like(output(record('c', 'ept1.measuring')), qr/process 1 measures already/, 'is told that another measures');
unlike(output(record('c', 'ept1.measuring')), qr/it ran/, 'and measures nothing');
is(record('c', 'ept1.hung')->{status}, 'timeout', 'a guest that hangs');
like(record('c', 'ept1.hung')->{error}, qr/not done after 25 s/, 'with a reason');

my %svm;
for my $mode (qw(npt1 npt0)) {
	my $r = $svm{$mode} = record('v', "bochs-svm.$mode.cpuid-loop", '.observer-hist');
	is($r->{measured}{window}{meter}{vendor}, 'SVM', "$mode: the vendor is told");
	is(scalar(grep { $_->{difference} } laws_of_record($r)), 0, "$mode: all laws hold");
	is(exits($r, 114) - $r->{measured}{startup}{net}{rows}{114}[0], 2999, "$mode: each CPUID is counted");
}
is(exits($svm{npt0}, 256), 0, 'npt=0: no nested page fault');

is(bench('settings smp', 's'), 0, 'other settings, two vCPUs: all cells are good');
is(record('s', 'ept1.cpuid-loop', '.hugepages-off.tdp_mmu-off.vpid-off.pti-off')->{measured}{pti}, 'off',
   "L2 has no page tables of its kernel's own");
my $smp = record('s', 'bochs-svm.npt1.wakeup', '.vcpus-2.pti-on')->{measured};
is($smp->{pti}, 'on', 'and on another CPU it has');
is(scalar @{$smp->{window}{vcpus} // []}, 2, 'the window has a ledger of each vCPU');
# A wake-up of a halted vCPU; on a busy host some come before it halts.
cmp_ok($_->{rows}{120}[0] // 0, '>', 20, 'each was halted again and again') for @{$smp->{window}{vcpus}};
my $laws = qx($build/exitreport check $dir/s 2>&1);
is($?, 0, 'the vCPUs add up') or diag($laws);

# The ledger looked at meanwhile. That nothing is missing are two of its laws.
is(bench('timeline', 't'), 0, 'looked at over time: the cell is good');
my $looked = record('t', 'bochs-svm.npt1.cpuid-loop', '.timeline-20')->{measured};
my $samples = $looked->{timeline}{samples} // [];
cmp_ok(scalar @$samples, '>', 50, 'there are samples');
my %holds = map { $_->{law} => !$_->{difference} } laws_of_run("$dir/t");
ok($holds{samples}, 'each sample is all of its time');
ok($holds{timeline}, "together they are the ledger at the VM's end");
my ($cpuid) = grep { $looked->{timeline}{rows}[$_] eq '114' } 0 .. $#{$looked->{timeline}{rows} // []};
my $counted = 0;
for my $sample (@$samples) {
	$counted += $_->[0] == $cpuid ? $_->[1] : 0 for @{$sample}[2 .. $#$sample];
}
cmp_ok($counted, '>=', 3000, 'the loop is in it');
is($counted, $looked->{l1_ledgers}{end}[0]{rows}{114}[0], 'to the last CPUID');
my $checked = qx($build/exitreport check $dir/t 2>&1);
is($?, 0, 'the laws hold when computed again') or diag($checked);
my $told = qx($build/exitreport timeline $dir/t 2>&1);
is($?, 0, 'it can be told');
like($told, qr/^Reasons: .*\b114 CPUID\b/m, 'the loop with it') or diag($told);

# The bound on the meter that is on, which make bench-overhead compares with KVM as it is.
my $cost = median($cell{'ept1.cpuid-loop'}) - median($off);
diag('cpuid round trip: ' . median($off) . ' off, ' . median($cell{'ept1.cpuid-loop'}) . ' on');
cmp_ok(median($off), '>', 0, 'the loop was timed without the meter');
cmp_ok($cost, '>', 0, 'the meter costs something');
cmp_ok($cost, '<=', 30, 'the meter costs at most 30 instructions an exit more than when it is off');

done_testing();
