#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Debian's own kernels as L1, with the modules that "make modules" builds for them, put
# in by swap-modules.sh: what it refuses, and cells in both modes with KVM's tracepoint
# to compare with.
use strict;
use warnings;
use lib 'tests';
use Laws;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $exitreport = $ENV{EXITREPORT} // "$build/exitreport";
my $jobs = $ENV{JOBS} ? "--jobs $ENV{JOBS}" : '';
my $dir = tempdir(CLEANUP => 1);
my @lines = map { s/.*-//r } sort glob("$build/image-stock-*");

sub bench {
	my ($matrix, $line) = @_;
	my $out = qx($build/exitbench run tests/platforms/$matrix.matrix --workloads tests/platforms/workloads --image $build/image-stock-$line -o $dir/$matrix-$line $jobs 2>&1);
	diag($out);
	return $? >> 8;
}

sub record {
	my ($matrix, $line, $id) = @_;
	open(my $f, '<', "$dir/$matrix-$line/records/tcg-svm.$id.json") or return {};
	local $/;
	return decode_json(<$f>);
}

# Exits over the life of L2, by row.
sub ledger_counts {
	my ($record) = @_;
	my %count;
	for my $vcpu (@{$record->{measured}{l1_ledgers}{end} // []}) {
		for my $row (keys %{$vcpu->{rows}}) {
			$count{$row} += $vcpu->{rows}{$row}[0];
		}
	}
	return \%count;
}

sub check_cell {
	my ($line, $id, $paging) = @_;
	my $record = record('stock', $line, $id);
	my $measured = $record->{measured};
	is($record->{status}, 'ok', "$line $id: measured") or diag($record->{error} // 'no record');
	is($measured->{window}{meter}{paging}, $paging, "$line $id: the mode");
	my @laws = laws_of_record($record);
	cmp_ok(scalar @laws, '>=', 12, "$line $id: laws were checked");
	is_deeply([map { $_->{law} } grep { $_->{difference} } @laws], [], "$line $id: all laws hold");
	my $ledger = ledger_counts($record);
	cmp_ok(scalar keys %$ledger, '>', 5, "$line $id: exits of several reasons");
	return $ledger;
}

ok(@lines, 'there are images') or BAIL_OUT("no $build/image-stock-*: make test-platforms");
for my $line (@lines) {
	is(bench('swap', $line), 0, "$line: swap-modules in L1");
	my $output = record('swap', $line, 'npt1.swap.s1.kvm-stock')->{measured}{output} // '';
	my ($plan) = $output =~ /^1\.\.(\d+)$/m;
	my @results = $output =~ /^((?:not )?ok \d+ - .*)$/mg;
	ok($plan && $plan == @results, "$line: swap-test came to its end") or diag($output);
	unlike($_, qr/^not/, "$line: " . s/.*? - //r) or diag($output) for @results;

	is(bench('stock', $line), 0, "$line: all cells are good");
	my $verify = qx($exitreport verify $dir/stock-$line 2>&1);
	is($?, 0, "$line: KVM's tracepoint and statistics count the same, reason by reason");
	diag($verify);
	for my $workload (qw(cpuid-loop file-work)) {
		my $tdp = check_cell($line, "npt1.$workload.s1.kvm-stock.observer-hist", 'tdp');
		my $shadow = check_cell($line, "npt0.$workload.s1.kvm-stock.observer-hist", 'shadow');
		cmp_ok($tdp->{256} // 0, '>', 0, "$line $workload, npt=1: nested page faults");
		is($shadow->{256} // 0, 0, "$line $workload, npt=0: no nested page fault");
		is($tdp->{16 + 3} // 0, 0, "$line $workload, npt=1: no CR3 write");
		cmp_ok($shadow->{16 + 3} // 0, '>', 0, "$line $workload, npt=0: CR3 writes");
	}
}
done_testing();
