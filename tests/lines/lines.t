#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Each kernel line as L1, in both modes of both vendors: KVM's tracepoint and statistics count what
# the ledger counts, and the ABI is what it is on the others.
use strict;
use warnings;
use lib 'tests';
use Conformance;
use File::Temp qw(tempdir);
use Records;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $jobs = $ENV{JOBS} ? "-j $ENV{JOBS}" : '';
my $dir = tempdir(CLEANUP => 1);
my @lines = split(' ', $ENV{LINES} // '');
ok(@lines, 'there are lines') or BAIL_OUT('LINES is empty: make test-lines');

for my $line (@lines) {
	my $run = "$dir/$line";
	my $image = "$build/lines/$line/image";
	my $out = qx($build/exitbench run tests/lines/line.matrix --workloads tests/cells/workloads $jobs -i $image -o $run 2>&1);
	is($? >> 8, 0, "$line: all cells are good") or diag($out);
	my @records = records_of_run($run);
	is(scalar @records, 8, "$line: each cell has a record");
	for my $r (@records) {
		my $id = "$line: $r->{cell}{id}";
		like($r->{identity}{kernel} // '', qr/^\Q$line\E\./, "$id: that is L1's kernel");
		is($r->{error}, undef, "$id: no error");
		if ($r->{cell}{workload} eq 'conformance') {
			my ($plan) = ($r->{measured}{output} // '') =~ /^1\.\.(\d+)$/m;
			cmp_ok($plan // 0, '>', 10, "$id: the suite has a plan");
			# What needs two vCPUs can't be here.
			subtest "$id: the ABI conforms" => sub { conformance_of_record($r, $run, qr/^needs two vCPUs$/) };
		}
		my $log = qx(cat $run/logs/$r->{cell}{id}/l1-kernel.log);
		like($log, qr/Linux version \Q$line\E\./, "$id: L1's kernel log is there");
		unlike($log, qr/WARNING:|BUG:|Oops|soft lockup|rcu.*stall/, "$id: and has no complaint");
	}
	my $verified = qx($build/exitreport verify $run 2>&1);
	is($?, 0, "$line: tracepoint, statistics and ledger agree, reason by reason");
	diag($verified);
}
done_testing();
