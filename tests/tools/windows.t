#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# A window is kept whatever ends it, and goes where it was told to: with a meter that is not there, so
# that it needs no guest. tests/cells/stat-test does the same in real ones.
use strict;
use warnings;
use lib 'tests';
use Cwd qw(getcwd);
use Files;
use File::Temp qw(tempdir);
use JSON::PP;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);

my $build = $ENV{BUILD} // 'build';
$build = getcwd() . "/$build" unless $build =~ m{^/};
my $agent = "$build/test-programs/exitmeter-simulated";
my $dir = tempdir(CLEANUP => 1);
chdir($dir) or die;

plan(skip_all => "make $agent") unless -x $agent;

sub is_window {
	my ($text, $name) = @_;
	return is((eval { decode_json($text) } // {})->{schema}, 'exitmeter-window/1', $name);
}

# A shell's command; what it prints on standard output, its status, and its errors.
sub run {
	my $out = qx({ $_[0]; } 2> errors);
	return ($? >> 8, $out, slurp('errors'));
}

# Send it a signal as soon as its command has begun; its status.
sub signalled {
	my ($signal, @command) = @_;
	unlink('begun');
	my $pid = fork() // die;
	if (!$pid) {
		open(STDERR, '>', 'errors');
		exec(@command) or POSIX::_exit(127);
	}
	for (my $until = time + 20; time < $until && !-e 'begun'; sleep(0.02)) {}
	kill($signal => $pid);
	waitpid($pid, 0);
	return $? >> 8;
}

for (['TERM', 15], ['HUP', 1]) {
	my ($signal, $number) = @$_;
	unlink('w.json', 'got');
	# The signal interrupts the shell's wait; exec would have no handler.
	is(signalled($signal, $agent, 'run', '-o', 'w.json', '--', 'sh', '-c',
		     "trap 'echo \$\$ > got; kill \$!; exit 3' $signal; sleep 60 & : > begun; wait"), 128 + $number, "SIG$signal: status");
	ok(-e 'got', "SIG$signal: passed on to the command");
	is_window(slurp('w.json'), "SIG$signal: the window is kept");
	like(slurp('errors'), qr/^conserved: /m, "SIG$signal: and printed");
	ok(!kill(0, slurp('got') + 0), "SIG$signal: the command does not go on alone");
}
unlink('w.json');
is((run("timeout 1 $agent run -q -o w.json -- sleep 60"))[0], 124, 'timeout: status');
is_window(slurp('w.json'), 'timeout: the window is kept');
is(signalled('HUP', 'nohup', $agent, 'run', '-q', '--', 'sh', '-c', ': > begun; sleep 0.5; exit 5'), 5, 'nohup: goes on');

# Where it goes.
for my $where ('-', '/dev/stdout', '/dev/fd/1') {
	for my $to ('> out', '| cat > out') {
		run("$agent run -q -o $where -- true $to");
		is_window(slurp('out'), "-o $where $to: on standard output");
	}
}
ok(!-e './-', 'no file is called -');
ok(-l '/dev/stdout', '/dev/stdout is what it was');
run("$agent run -q -o /dev/null -- true");
ok(-c '/dev/null', 'and so is /dev/null');
my $long = 'x' x 250;
is((run("$agent run -q -o $long -- true"))[0], 0, 'a name of 250 bytes');
is_window(slurp($long), 'which has the window');
for (['of 256', 'x' x 256], ['in a folder that is not there', 'none/w.json'], ['of a folder', '.']) {
	my ($what, $name) = @$_;
	my ($status, $out) = run("$agent run -q -o $name -- echo it ran");
	is($status, 1, "a name $what: status");
	is($out, '', "a name $what: found out before the command runs");
}
for my $target ('target', 'not-yet') {
	symlink($target, "to-$target") or die;
	run(": > target; $agent run -q -o to-$target -- true");
	ok(-l "to-$target", "a link to $target is one still");
	is_window(slurp($target), 'and what it points to has the window');
}
SKIP: {
	skip('no /dev/full', 8) unless -e '/dev/full';
	for my $command ('info', 'read', 'reasons', 'stat -- true', 'run -q -o - -- true', 'record -o - -- true', 'watch -n 2 -I 20') {
		isnt((run("$agent $command > /dev/full"))[0], 0, "$command > /dev/full: status");
	}
	isnt((run("sh -c '$agent run -- true 2> /dev/full'"))[0], 0, 'run 2> /dev/full: status');
}

# What no keys are kept of is said.
like((run("$agent run --detail -- true"))[2], qr/^ +60 +72000 +CPUID +no keys are kept$/m, 'CPUID has no keys, and it says so');

done_testing();
