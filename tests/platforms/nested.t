#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The platform "nested" on an L1, which is a host with nested virtualisation like any
# other: cells in both modes.
use strict;
use warnings;
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
like($out, qr/^cells 0$/m, 'cells in both modes are good');

for my $mode (['npt1', 'tdp'], ['npt0', 'shadow']) {
	my ($npt, $paging) = @$mode;
	my $r = decode_json(slurp("$logs/nested/records/nested.$npt.cpuid-loop.s1.json"));
	my $window = $r->{measured}{window} // {};
	is($window->{meter}{paging}, $paging, "$npt: in the mode that was asked for");
	my @laws = @{$r->{measured}{laws} // []};
	cmp_ok(scalar @laws, '>=', 12, "$npt: laws were checked");
	is(scalar(grep { !$_->{holds} } @laws), 0, "$npt: all hold");
	is(($window->{net}{rows}{114}[0] // 0) - ($r->{measured}{startup}{net}{rows}{114}[0] // 0), 2999,
	   "$npt: each CPUID is counted");
}

done_testing();
