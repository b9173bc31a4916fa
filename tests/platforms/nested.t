#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The platform "nested" on an L1, which is a host with nested virtualisation like any
# other: a cell with npt=1. With npt=0 its L2 does not boot under TCG.
use strict;
use warnings;
use lib 'tests';
use Laws;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = $ENV{NESTED_RUN} // tempdir(CLEANUP => 1);

sub slurp {
	my ($file) = @_;
	open(my $f, '<', $file) or return '{}';
	local $/;
	return <$f>;
}

my $log = qx($build/exitbench run tests/platforms/nested-in-l1.matrix \\
	--workloads tests/platforms/workloads -i $build/image-host -o $dir 2>&1);
diag($log) if $?;
my ($logs) = glob("$dir/logs/tcg-svm.npt1.nested-in-l1.s1*");
my $out = slurp("$logs/command.out");
like($out, qr/^  nested +works: /m, 'doctor: nested works there');
like($out, qr/^cells 0$/m, 'the cell is good');

my $r = decode_json(slurp("$logs/nested/records/nested.npt1.cpuid-loop.s1.json"));
my $window = $r->{measured}{window} // {};
is($window->{meter}{paging}, 'tdp', 'in the mode that was asked for');
my @laws = laws_of_record($r);
cmp_ok(scalar @laws, '>=', 12, 'laws were checked');
is(scalar(grep { $_->{difference} } @laws), 0, 'all hold');
is(($window->{net}{rows}{114}[0] // 0) - ($r->{measured}{startup}{net}{rows}{114}[0] // 0), 2999,
   'each CPUID is counted');

done_testing();
