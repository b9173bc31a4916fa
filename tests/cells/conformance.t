#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The ABI conformance suite, run in guests on the emulated machines: each cell is
# a subtest, made of the points that the suite printed in the guest.
use strict;
use warnings;
use lib 'tests';
use Conformance;
use File::Temp qw(tempdir);
use Records;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $image = "$build/image-test";
my $dir = tempdir(CLEANUP => 1);

# What may be skipped in the cells of a workload, for the machine can't do it.
my %skippable = (
	'conformance' => qr/^needs two vCPUs$/,
	'conformance-detail' => qr/^needs two vCPUs$/,
	'conformance-flood' => qr/^needs two vCPUs$/,
	'conformance-smp' => qr/^all slots have been latched/,
);
my @names = qw(conformance conformance-detail conformance-cpl0 conformance-nobody conformance-off
	conformance-hotplug conformance-restart conformance-smp conformance-flood two-vms);
my $cells = 23;
my @matrices = map { "tests/cells/$_.matrix" } @names;

my $out = qx($build/exitbench run @matrices --workloads tests/cells/workloads --image $image -o $dir 2>&1);
is($? >> 8, 0, 'the cells could be run');
diag($out);
my @records = records_of_run($dir);
is(scalar @records, $cells, 'each cell has a record');
for my $r (@records) {
	subtest $r->{cell}{id} => sub {
		conformance_of_record($r, $dir, $skippable{$r->{cell}{workload}});
	};
}

done_testing();
