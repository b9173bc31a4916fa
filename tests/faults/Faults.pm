# SPDX-License-Identifier: GPL-2.0
# A run in a folder of its own, and what must hold of it whatever happened.
package Faults;
use strict;
use warnings;
use Cwd qw(getcwd);
use File::Path qw(make_path remove_tree);
use File::Temp qw(tempdir);
use IO::Handle;
use JSON::PP;
use POSIX qw(:sys_wait_h :signal_h);
use Test::More;
use Time::HiRes qw(sleep time);
use Exporter qw(import);

our @EXPORT = qw(setup setup_real start finish run_once behaviour folder records leftovers wait_clean
	survives tried table children);
our ($dir, $image, $build, $matrix, $workloads);
my ($undisturbed, $nr_runs, @rows, %row) = (undef, 0);

sub put {
	my ($path, $text) = @_;
	open(my $f, '>:raw', $path) or die "$path: $!";
	print $f $text;
	close($f) or die "$path: $!";
}

sub begin {
	$build = $ENV{BUILD} // 'build';
	$build = getcwd() . "/$build" unless $build =~ m{^/};
	$dir = tempdir('faults-XXXXXX', TMPDIR => 1, CLEANUP => 1);
	$matrix = "$dir/faults.matrix";
}

# The run that all others must equal.
sub undisturbed {
	my ($cells) = @_;
	my $run = folder();
	is(run_once($run, 900), 0, 'the undisturbed run is good') or die(qx(cat $run.out));
	$undisturbed = records($run);
	is(scalar keys %$undisturbed, $cells, 'and has all cells');
}

# setup CELLS: an image whose emulator is ours, a matrix of so many cells, and its undisturbed run.
sub setup {
	my ($cells) = @_;
	begin();
	$image = "$dir/image";
	$workloads = "$dir/workloads";
	mkdir($image);
	mkdir($workloads);
	system("cp tests/faults/emulator $image/bochs && xz -dc tests/faults/results.tar.xz > $image/results.tar && " .
	       "cp benchmarks/workloads/idle.workload $workloads/") == 0 or die;
	put("$image/identity.json", '{"image": "faults", "emulators": {"bochs-vmx": "none"}}');
	put($matrix, "platforms = bochs-vmx\npaging = tdp\nworkloads = idle\nseeds = " . join(' ', 1 .. $cells) . "\n");
	undisturbed($cells);
}

# The same with the real image and the real emulator: the cells of a matrix.
sub setup_real {
	my ($cells, $text) = @_;
	begin();
	$image = "$build/image";
	$workloads = 'benchmarks/workloads';
	put($matrix, $text);
	undisturbed($cells);
}

sub folder { return "$dir/run" . $nr_runs++ }
sub behaviour { put("$image/behaviour", $_[0]) if $image =~ /^\Q$dir\E/ }

# The command's words; a prefix such as strace may stand before it.
sub command {
	my ($run, @prefix) = @_;
	return (@prefix, "$build/exitbench", 'run', $matrix, '-i', $image, '-o', $run, '--workloads', $workloads, '-j', 2);
}

# Returns its process; what it prints is in RUN.out.
sub start {
	my ($run, @prefix) = @_;
	unlink("$image/starts") if $image =~ /^\Q$dir\E/;
	unlink("$run.out");
	my $pid = fork() // die;
	return $pid if $pid;
	open(STDOUT, '>>', "$run.out") or die;
	open(STDERR, '>&', \*STDOUT) or die;
	exec(command($run, @prefix)) or POSIX::_exit(127);
}

# Its status, as $?.
sub finish {
	my ($pid, $seconds) = @_;
	for (my $until = time + ($seconds // 60); time < $until; sleep(0.02)) {
		return $? if waitpid($pid, WNOHANG) == $pid;
	}
	kill(KILL => $pid);
	waitpid($pid, 0);
	return -1;
}

# run_once RUN, [SECONDS,] PREFIX...
sub run_once {
	my ($run, @prefix) = @_;
	my $seconds = @prefix && $prefix[0] =~ /^\d+$/ ? shift(@prefix) : undef;
	return finish(start($run, @prefix), $seconds);
}

# The processes that a process has started.
sub children {
	my ($pid) = @_;
	open(my $f, '<', "/proc/$pid/task/$pid/children") or return ();
	return split(' ', <$f> // '');
}

# By cell, what was measured, as text that can be compared; dies of one that is invalid.
sub records {
	my ($run) = @_;
	my $json = JSON::PP->new->canonical;
	my %of;
	for my $path (glob("$run/records/*.json")) {
		open(my $f, '<', $path) or die "$path: $!";
		my $r = eval { $json->decode(join('', <$f>)) } or return { $path => 'INVALID' };
		my ($id) = $path =~ m{([^/]+)\.json$};
		$of{$id} = $r->{status} eq 'ok' ? $json->encode([$r->{cell}, $r->{workload}, $r->{measured}]) : $r->{status};
	}
	return \%of;
}

# The cells that the last run started: as the emulator noted, or as the run says.
sub starts {
	my ($run) = @_;
	if (open(my $f, '<', "$image/starts")) {
		chomp(my @ids = <$f>);
		return @ids;
	}
	open(my $f, '<', "$run.out") or return ();
	return map { /^\[ *\d+\/\d+\] (\S+): / ? $1 : () } <$f>;
}

# Processes that have something to do with a folder; files that no run leaves.
sub leftovers {
	my ($run) = @_;
	my @left;
	for my $proc (glob('/proc/[0-9]*')) {
		my $cwd = readlink("$proc/cwd") // '';
		my $line = '';
		if (open(my $f, '<', "$proc/cmdline")) { $line = <$f> // '' }
		$line =~ tr/\0/ /;
		next if $proc eq "/proc/$$" || !($cwd =~ /^\Q$run\E/ || $line =~ /\Q$run\E(\s|\/|$)/);
		push(@left, "$proc $line");
	}
	push(@left, grep { -e } "$run/lock", "$run/work", glob("$run/*.new $run/records/*.new"));
	return @left;
}

# Whatever is to end or be removed does so by itself within some seconds.
sub wait_clean {
	my ($run, $seconds) = @_;
	my @left;
	for (my $until = time + ($seconds // 15); time < $until; sleep(0.05)) {
		return () unless @left = leftovers($run);
	}
	return @left;
}

# After a fault: nothing stays behind, no record is invalid; then the same command runs what is
# missing, each cell once, and the result is the undisturbed run's.
sub survives {
	my ($what, $run) = @_;
	my @problems = map { "left: $_" } wait_clean($run);
	my $before = records($run);
	for (sort keys %$before) {
		push(@problems, "$_: not as undisturbed") if $before->{$_} ne ($undisturbed->{$_} // '') && $before->{$_} ne 'failed';
	}
	behaviour('');
	my $status = run_once($run, 900);
	push(@problems, "status $status of the same command") if $status;
	my %missing = map { $_ => 1 } grep { ($before->{$_} // '') ne $undisturbed->{$_} } keys %$undisturbed;
	my %started;
	$started{$_}++ for starts($run);
	for (sort keys %$undisturbed) {
		push(@problems, "$_ was run " . ($started{$_} // 0) . " times") if ($started{$_} // 0) != ($missing{$_} // 0);
	}
	my $after = records($run);
	for (sort keys %$undisturbed) {
		push(@problems, "$_ is lost") unless $after->{$_};
		push(@problems, "$_ differs from the undisturbed") if ($after->{$_} // '') ne $undisturbed->{$_};
	}
	push(@problems, map { "left afterwards: $_" } leftovers($run));
	if (@problems) {
		open(my $f, '<', "$run.out");
		diag("$what: $_") for @problems, <$f>;
	}
	remove_tree($run) unless @problems;
	return !@problems;
}

# tried ROW, WHAT, RUN: survives(), and a point in a row of the table.
sub tried {
	my ($row, $what, $run) = @_;
	push(@rows, $row) unless $row{$row};
	$row{$row}[0]++;
	my $good = survives("$row: $what", $run);
	$row{$row}[1] += !!$good;
	return $good;
}

sub table {
	my ($points, $good) = (0, 0);
	diag(sprintf('%-66s %6s %9s', 'what was tried', 'points', 'survived'));
	for (@rows) {
		diag(sprintf('%-66s %6d %9d', $_, @{$row{$_}}));
		$points += $row{$_}[0];
		$good += $row{$_}[1];
	}
	diag(sprintf('%-66s %6d %9d', 'together', $points, $good));
	return ($points, $good);
}
1;
