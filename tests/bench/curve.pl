#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# How exitreport's commands grow with the number of records: seconds, and memory of all its
# processes together, as it is looked at every few milliseconds.
#
# usage: curve.pl EXITREPORT GENERATOR RUN FOLDER RECORDS...
#   GENERATOR  tests/bench/generate-run.c
#   RUN        whose records are copied
#   FOLDER     for what is made of them: 42 KB a record, removed in the end
#   RECORDS    how many, several numbers
use strict;
use warnings;
use File::Path qw(make_path remove_tree);
use POSIX qw(WNOHANG);
use Time::HiRes qw(sleep time);

die "usage: curve.pl EXITREPORT GENERATOR RUN FOLDER RECORDS...\n" if @ARGV < 5;
my ($exitreport, $generator, $original, $folder, @sizes) = @ARGV;

# Memory that a process has for itself, and its part of what it shares; MB.
sub memory
{
	my ($pid) = @_;

	open(my $f, '<', "/proc/$pid/smaps_rollup") or return 0;
	my $kb = 0;
	while (my $line = <$f>) {
		$kb = $1 if $line =~ /^Pss:\s+(\d+)/;
	}
	return $kb / 1024;
}

sub children
{
	my ($pid) = @_;

	open(my $f, '<', "/proc/$pid/task/$pid/children") or return ();
	return split(' ', <$f> // '');
}

# Wall-clock seconds, seconds of CPU, MB.
sub measure
{
	my (@command) = @_;
	my $begin = time();
	my @before = times();
	my $most = 0;

	my $pid = fork() // die "fork: $!";
	if (!$pid) {
		open(STDOUT, '>', '/dev/null');
		exec(@command) or POSIX::_exit(127);
	}
	while (waitpid($pid, WNOHANG) == 0) {
		my $now = 0;
		$now += memory($_) for $pid, children($pid);
		$most = $now if $now > $most;
		sleep(0.05);
	}
	die "@command: status $?\n" if $?;
	my @after = times();
	return (time() - $begin, $after[2] + $after[3] - $before[2] - $before[3], $most);
}

make_path($folder);
printf("%-8s %8s %8s %8s %8s\n", qw(command records seconds CPU-s MB));
for my $size (@sizes) {
	my $run = "$folder/$size";

	remove_tree($run);
	system($generator, $original, $run, $size) == 0 or die "$generator failed\n";
	for my $command (qw(check delta compare tables)) {
		printf("%-8s %8d %8.1f %8.1f %8.0f\n", $command, $size, measure($exitreport, $command, $run));
		STDOUT->flush;
	}
	remove_tree($run);
}
