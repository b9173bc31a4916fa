#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# exitreport that is killed while it writes: what it left is gone after the next time, which leaves the
# files that an undisturbed one leaves. And two of them in one folder.
use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin qw($Bin);
use lib $Bin;
my $exitreport;
BEGIN { $exitreport = abs_path($ENV{EXITREPORT} // 'build/exitreport') }
use Golden;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);

my @cells = map { my $mode = $_; map { cell(from => "bochs-vmx.ept$mode.$_.s1") } 'boot', 'fork' } 1, 0;
run_of('run', @cells);

sub start
{
	my ($out, @args) = @_;

	my $pid = fork() // die "fork: $!";
	if (!$pid) {
		open(STDOUT, '>', '/dev/null');
		open(STDERR, '>', $out);
		exec($exitreport, @args) or POSIX::_exit(127);
	}
	return $pid;
}

# Names and contents.
sub files
{
	my ($folder) = @_;

	return { map { s{^\Q$folder\E/}{}r => slurp($_) } grep { -f } glob("$folder/* $folder/.*") };
}

# kill -9 as soon as there is something temporary; Return: whether there was.
sub kill_while_writing
{
	my ($folder, @args) = @_;
	my ($pid, $end, $seen) = (start('errors', @args), time() + 60, 0);

	until ($seen || waitpid($pid, POSIX::WNOHANG) || time() > $end) {
		$seen = () = glob("$folder/*.tmp");
		sleep(0.0005);
	}
	kill('KILL', $pid);
	waitpid($pid, 0);
	return $seen;
}

for (['charts', 'run/charts'], ['tables', 'run/tables'], ['report', 'run/report'],
     ['report', 'run/html', '--html', 'run/html']) {
	my ($command, $folder, @options) = @$_;
	my @args = ($command, 'run', @options);
	my $name = "@args";

	my ($status, undef, $said) = exitreport(@args);
	is($status, 0, "$name: status");
	my $undisturbed = files($folder);
	my $caught = 0;
	$caught += kill_while_writing($folder, @args) for 1 .. 3;
	cmp_ok($caught, '>', 0, "$name: killed while it wrote") if $command eq 'charts';
	# And what it takes luck to leave.
	write_text("$folder/$_", 'cut o') for 'left.svg.123.tmp', 'left.csv.aB3dE6.tmp', 'accounts.csv.backup', 'notes.txt';
	is((exitreport(@args))[0], 0, "$name: status after it was killed");
	my $now = files($folder);
	is(join(' ', grep { /\.tmp$/ } sort keys %$now), '', "$name: nothing temporary is left");
	is(delete($now->{$_}), 'cut o', "$name: $_ is the user's") for 'accounts.csv.backup', 'notes.txt';
	is_deeply($now, $undisturbed, "$name: the files of an undisturbed one");
	unlink("$folder/accounts.csv.backup", "$folder/notes.txt");

	# Two at once: one waits for the other.
	my @both = map { start("errors.$_", @args) } 1, 2;
	my @status = map { waitpid($_, 0); $? } @both;
	is_deeply(\@status, [0, 0], "$name: two at once");
	is_deeply(files($folder), $undisturbed, "$name: and the files are right");
	is(slurp("errors.$_") =~ s/^.* waiting for its end\n//mr, $said, "$name: no more is said than that") for 1, 2;
}

# The report is beside the user's files: only what is called as its own temporary file is taken for that.
write_text($_, 'cut o') for 'REPORT.md.aB3dE6.tmp', 'REPORT.md.backup', 'REPORT.md.aB3dE6.tmp.x', 'OTHER.md.aB3dE6.tmp';
exitreport('report', 'run', '-o', 'REPORT.md');
is(join(' ', sort glob('REPORT.md.* OTHER.md.*')), 'OTHER.md.aB3dE6.tmp REPORT.md.aB3dE6.tmp.x REPORT.md.backup',
   'REPORT.md: its own temporary file is removed, no other');

done_testing();
