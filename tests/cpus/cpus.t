#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Every CPU of the setting cpu, in both modes: a boot whose ledger agrees with KVM's
# tracepoint, and the ABI conformance suite. What KVM makes of each CPU is among the laws.
use strict;
use warnings;
use lib 'tests';
use Conformance;
use File::Temp qw(tempdir);
use Records;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = $ENV{CPUS_RUN} || tempdir(CLEANUP => 1);
my $jobs = $ENV{JOBS} // 1;

sub bench {
	my ($run, @options) = @_;
	my @matrices = map { "tests/cpus/$run$_.matrix" } '', '-svm';
	my $out = qx($build/exitbench run @matrices @options -j $jobs -o $dir/$run 2>&1);
	diag($out);
	return $? >> 8;
}

# What a run has: { CPU => cells }
sub cells_of_cpus {
	my %cells;
	$cells{$_->{cell}{settings}{cpu}}++ for @_;
	return \%cells;
}

# As exitbench names them, so that a new one can't be forgotten here.
my @cpus = qx($build/exitbench list) =~ /^  bochs-\w+ +([a-z][a-z0-9-]*) /mg;

is(bench('verify', '-i', "$build/image"), 0, 'a boot: all cells are good, laws included');
is_deeply(cells_of_cpus(records_of_run("$dir/verify")), { map { $_ => 2 } @cpus }, 'on every CPU, in both modes');
my $verified = qx($build/exitreport verify $dir/verify 2>&1);
is($?, 0, "the ledgers agree with KVM's tracepoint and statistics");
diag($verified);

is(bench('conformance', '-i', "$build/image-test", '--workloads', 'tests/cells/workloads'), 0,
   'conformance: the cells could be run');
my @records = records_of_run("$dir/conformance");
is_deeply(cells_of_cpus(@records), { map { $_ => 2 } @cpus }, 'on every CPU, in both modes');
for my $r (@records) {
	subtest $r->{cell}{id} => sub { conformance_of_record($r, "$dir/conformance", qr/^needs two vCPUs$/) };
}

done_testing();
