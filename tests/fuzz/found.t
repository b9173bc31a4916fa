#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What the fuzzer found, and what it began with: each fuzz target stands it, under the sanitizers.
use strict;
use warnings;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my %seeds = ('fuzz-matrix' => [glob('benchmarks/matrices/*.matrix')],
	     'fuzz-workload' => [glob('benchmarks/workloads/*.workload')],
	     'fuzz-costs' => [glob('analysis/hardware/*.costs')],
	     'fuzz-platform' => [glob('benchmarks/platforms/*.platform')],
	     'fuzz-csv' => [glob('data/published/*.csv'), 'data/kernel-tests/results.csv'],
	     'fuzz-program' => ['/bin/true', 'tests/fuzz/run.sh'],
	     'fuzz-window' => [(glob('data/detail/records/*.json'))[0 .. 3]],
	     'fuzz-run' => [glob('data/*/run.json')],
	     'fuzz-record' => [(glob('data/detail/records/*.json'))[0 .. 3]]);
for my $source (glob('tests/fuzz/fuzz-*.c')) {
	my ($target) = $source =~ m{([^/]+)\.c$};
	my @files = (glob("tests/fuzz/found/$target-*"), @{$seeds{$target} // []});
	my $out = qx($build/tests/$target @files 2>&1);
	is($?, 0, "$target: " . @files . ' files') or diag($out);
}
done_testing();
