#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Cells on debug kernels: they are good, and the kernel has nothing to say about its memory,
# locks, sleeping, undefined behaviour and, about the meter, data races.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin qw($Bin);
use lib $Bin;
use KernelTests;
use Test::More;

# What a report begins with, in L1's kernel log.
my $report = qr/BUG: |WARNING: |UBSAN: |KASAN: |INFO: .*(lock|stall|hung)|general protection|Oops|list_(add|del) corruption|Call Trace:/;
# KVM as it is has races by the hundred; the meter's are to have none.
my $race = qr/BUG: KCSAN: data-race in [^\n]*(?:\n[^\n]*){0,40}?exitmeter/;

my @images = (
	# image, matrix, what to look for
	['kasan', 'debug', $report],
	['kasan', 'debug-vmx', $report],
	['kcsan', 'races', $race],
);

forget('debug');
for (@images) {
	my ($image, $matrix, $look) = @$_;
	my $run = tempdir(CLEANUP => 1);
	my $records = run_matrix("tests/kernel/$matrix.matrix", $image, $run);

	ok(scalar keys %$records, "$image, $matrix: there are cells");
	for my $id (sort keys %$records) {
		# KVM's modules come after the first process; what is said before is of the emulated CPU.
		my ($log) = slurp("$run/logs/$id/l1-kernel.log") =~ /Run \/init as init process\n(.*)/s;
		my ($said) = ($log // '') =~ /^(.*(?:$look).*)$/m;

		judge('debug', "$image $id", $log && $records->{$id}{status} =~ /^(ok|unmeasured)$/ && !$said,
		      !$log ? "no log of L1's kernel since its first process" : $said ? $said :
		      "$records->{$id}{status}; " . ($log =~ tr/\n//) . ' lines in the log, no report');
	}
}
done_testing();
