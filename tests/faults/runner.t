#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Faults of the runner at points spread over its life and that of its cells. The emulator is a
# stand-in that takes a fraction of a second, for the point is what the runner leaves; real
# cells are in cells.t. strace injects the faults: a point is the Nth call to the kernel.
use strict;
use warnings;
use lib 'tests/faults';
use Faults;
use IO::Handle;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);

my $points = $ENV{FAULT_POINTS} // 60;
# What changes anything, and what is waited for.
my $calls = 'openat,write,close,mkdir,symlink,rename,unlink,unlinkat,rmdir,fsync,ftruncate,fallocate,flock,' .
	'clone,clone3,fork,vfork,wait4,kill,poll,pipe2,prctl,pread64,lseek,rt_sigaction';
setup(3);

sub count {
	my ($run, $file) = (folder(), "$Faults::dir/count");
	run_once($run, 'strace', '-qq', '-o', $file, '-e', "trace=$calls");
	open(my $f, '<', $file) or die;
	my @lines = grep { /^\w+\(/ } <$f>;
	return @lines;
}

my @calls = count();
cmp_ok(scalar @calls, '>', 200, 'the calls of a run are known');

# kill -9 of exitbench at its Nth call.
{
	my $failed = 0;
	for my $i (1 .. $points) {
		my $n = 1 + int(($i - 0.5) * @calls / $points);
		my $run = folder();
		run_once($run, 'strace', '-qq', '-o', '/dev/null', '-e', "trace=$calls", '-e', "inject=$calls:signal=SIGKILL:when=$n");
		$failed += !tried('kill -9 of exitbench, at calls spread over its life', "call $n", $run);
	}
	is($failed, 0, 'kill -9 of exitbench');
}

# A call that fails: the disk is full, or broken.
for my $case (['ENOSPC', 'write,openat,mkdir,rename,symlink,fallocate,fsync', 'the disk is full (ENOSPC from the Nth call)', $points / 3],
	      ['EIO', 'write,fsync,rename', 'the disk is broken (EIO from the Nth call)', $points / 6],
	      ['EAGAIN', 'clone,clone3,fork,pipe2', 'no process can be started (EAGAIN)', 4]) {
	my ($errno, $which, $row, $nr) = @$case;
	my $set = join('|', split(/,/, $which));
	my @these = grep { /^(?:$set)\(/ } @calls;
	my $failed = 0;
	for my $i (1 .. $nr) {
		my $n = 1 + int(($i - 0.5) * @these / $nr);
		my $run = folder();
		# Once, and from then on; but who can open nothing can remove nothing either.
		my ($call, $when) = $i % 2 ? ($which, $n) : ($which =~ s/openat,//r, "$n+");
		run_once($run, 'strace', '-qq', '-o', '/dev/null', '-e', "trace=$which", '-e', "inject=$call:error=$errno:when=$when");
		$failed += !tried($row, "call $when", $run);
	}
	is($failed, 0, $row);
}

# Signals, by time; the second one comes before the first is done with.
sub signal_run {
	my ($row, $after, $prepare, @signals) = @_;
	my $run = folder();
	$prepare->() if $prepare;
	my $pid = start($run);
	sleep($after);
	for (@signals) {
		kill($_ => $pid);
		sleep(0.005);
	}
	my $status = finish($pid);
	my $good = tried($row, sprintf('after %.2f s', $after), $run);
	return $good && ($status == 0 || ($status >> 8) == 128 + POSIX->can("SIG$signals[0]")->() || ($status >> 8) == 0 ||
			 ($status & 127) == POSIX->can("SIG$signals[0]")->());
}
for my $signals (['TERM'], ['HUP'], ['INT'], ['INT', 'INT'], ['TERM', 'TERM'], ['QUIT']) {
	my $row = join(' and again ', map { "SIG$_" } @$signals) . ' to exitbench';
	my $nr = $points / 12;
	my $failed = 0;
	$failed += !signal_run($row, 0.02 + 1.2 * $_ / $nr, undef, @$signals) for 0 .. $nr - 1;
	is($failed, 0, $row);
}
{
	my ($row, $failed) = ('SIGINT twice, and an emulator that left children of its own', 0);
	$failed += !signal_run($row, 0.15 * $_, sub { behaviour('children') }, 'INT', 'INT') for 1 .. 3;
	$row = 'kill -9 of exitbench, and an emulator that left children of its own';
	$failed += !signal_run($row, 0.15 * $_, sub { behaviour('children') }, 'KILL') for 1 .. 3;
	is($failed, 0, 'children of the emulator end with it');
}

# The emulator and its keeper, by time.
for my $case (['kill -9 of an emulator', 1], ['kill -9 of the keeper of an emulator', 0], ['kill -9 of the guard of a run', 2],
	      ['kill -9 of all processes at once', 3]) {
	my ($row, $whom) = @$case;
	my $nr = $points / 10;
	my $failed = 0;
	for my $i (1 .. $nr) {
		my $run = folder();
		my $pid = start($run);
		my ($guard, @keepers);
		for (my $until = time + 10; time < $until; sleep(0.01)) {
			($guard, @keepers) = children($pid);
			last if @keepers && children($keepers[0]);
		}
		sleep(0.3 * $i / $nr);
		if ($whom == 3) {
			kill(KILL => $pid, $guard, @keepers, map { children($_) } @keepers);
			finish($pid);
			# Nobody is left that could clean up: the next run does.
			my @processes = grep { !m{^/tmp|^\Q$Faults::dir\E} } wait_clean($run, 1);
			$failed++ if @processes;
			run_once($run);
			$failed += !tried($row, "point $i", $run);
			next;
		}
		kill(KILL => $whom == 2 ? $guard : $whom ? map { children($_) } @keepers : @keepers);
		finish($pid);
		$failed += !tried($row, "point $i", $run);
	}
	is($failed, 0, $row);
}

# The power fails: what was not synced is gone.
{
	my $file = "$Faults::dir/sync";
	my $run = folder();
	run_once($run, 'strace', '-qq', '-y', '-o', $file, '-e', 'trace=fsync,rename');
	open(my $f, '<', $file) or die;
	my (%synced, @bad, $renames, $pending);
	while (<$f>) {
		push(@bad, "the folder of $pending is not synced") if defined $pending && !/^fsync\(\d+<([^>]*)>\)\s*= 0/;
		$pending = undef;
		$synced{$1}++ if /^fsync\(\d+<([^>]*)>\)\s*= 0/;
		next unless /^rename\("([^"]*)", "([^"]*)"\)\s*= 0/;
		my ($from, $to) = ($1, $2);
		next if $to =~ m{/logs/};
		$renames++;
		push(@bad, "$to gets its name before it is synced") unless $synced{$from};
		$pending = $to;
	}
	is(join('; ', @bad), '', 'records and run.json are synced, and their folder after them');
	is($renames, 5, 'three records, and run.json twice');
}

# Nobody has waited for the killed one yet: it counts as gone nevertheless.
{
	my $row = 'kill -9 of exitbench, whose parent does not wait for it';
	my $failed = 0;
	for my $i (1 .. 3) {
		my $run = folder();
		my $pid = start($run);
		sleep(0.2 * $i);
		kill(KILL => $pid);
		my @left = wait_clean($run);
		diag("left: $_") for @left;
		$failed += !!@left;
		finish($pid);
		$failed += !tried($row, "point $i", $run);
	}
	is($failed, 0, $row);
}

# nohup, and a script that ignores Ctrl-C.
{
	for my $signal (qw(HUP INT TERM)) {
		my $run = folder();
		my $pid = start($run, 'sh', '-c', "trap '' $signal; exec \"\$@\"", 'sh');
		sleep(0.4);
		kill($signal => $pid);
		is(finish($pid), 0, "SIG$signal that was ignored is ignored");
		ok(tried('a signal that was ignored from the beginning', $signal, $run), "and all cells are there");
	}
}

# Two at once.
{
	my $run = folder();
	my $pid = start($run);
	sleep(0.4);
	my $out = qx($Faults::build/exitbench run $Faults::matrix -i $Faults::image -o $run --workloads $Faults::dir/workloads 2>&1);
	is($? >> 8, 2, 'a second run in one folder is refused');
	like($out, qr/\Q$run\E: process $pid measures into this folder; wait for it, or take another one/, "with the other's process");
	is($out =~ tr/\n//, 1, 'in one line');
	my $other = folder();
	my $second = start($other);
	is(finish($second), 0, 'another folder is another run');
	is(finish($pid), 0, 'and the first is not disturbed');
	ok(tried('two at once', 'one folder', $run), 'its cells are all there');
	ok(tried('two at once', 'two folders', $other), "and the other's");
}

# How a cell ended is told apart.
{
	my $long = $Faults::dir . '/workloads/idle.workload';
	my %ends = ('l1-panic' => ['l1-panicked', qr/^L1 panicked, in phase "l2": Kernel panic - not syncing: Fatal exception/],
		    crash => ['emulator-killed', qr/^the emulator was killed by signal 11 \(Segmentation fault\), in phase "l2"/],
		    stop => ['emulator-hung', qr/^not done after 2 s: the emulator hung \(state T/],
		    hang => ['emulator-hung', undef],
		    writes => ['no-results', undef],
		    garbage => ['no-results', qr/wrote no results \(the emulator ended with status 1\)/]);
	system("echo 'timeout = 2' >> $long") == 0 or die;
	for my $behaviour (sort keys %ends) {
		my $run = folder();
		behaviour($behaviour);
		is(run_once($run) >> 8, 1, "$behaviour: the cells failed") or system("cat $run.out");
		is(join(', ', wait_clean($run)), '', "$behaviour: nothing is left");
		my ($path) = glob("$run/records/*.json");
		open(my $f, '<', $path // '/dev/null');
		my $r = eval { JSON::PP::decode_json(join('', <$f>)) } // {};
		my ($name, $error) = @{$ends{$behaviour}};
		is($r->{end}{symptom}, $name, "$behaviour: $name") if defined $error || $behaviour eq 'writes';
		like($r->{error}, $error, "$behaviour: and in words") if defined $error;
		like(join("\n", @{$r->{end}{console} // []}), qr/exitmeter: phase l2/, "$behaviour: the last lines of the console are kept");
	}
}

my ($tried, $good) = table();
cmp_ok($tried, '>=', 100, 'at least 100 points');
is($good, $tried, 'no record is lost or invalid');
done_testing();
