#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The ABI conformance suite, run in guests on the emulated machines: each cell is
# a subtest, made of the points that the suite printed in the guest.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $image = "$build/image-test";
my $dir = tempdir(CLEANUP => 1);

# matrix => cells; what may be skipped there, for the machine can't do it
my @matrices = (
	['conformance',           2, qr/^needs two vCPUs$/],
	['conformance-smp',       2, qr/^all slots have been latched/],
	['conformance-cpl0',      2],
	['conformance-nobody',    2],
	['conformance-off',       2],
	['conformance-unpatched', 2],
	['conformance-hotplug',   2],
	['conformance-restart',   2],
);

sub records {
	my ($run) = @_;
	return map {
		open(my $f, '<', $_) or die "$_: $!";
		local $/;
		decode_json(<$f>);
	} sort glob("$run/records/*.json");
}

# One point of the suite, and the lines about it.
sub point {
	my ($ok, $name, $lines, $skippable) = @_;
	my ($what, $why) = split(/ # SKIP /, $name);
	if (defined $why && $ok && defined $skippable && $why =~ $skippable) {
		SKIP: { skip("$what: $why", 1) }
		return;
	}
	ok($ok && !defined $why, $what);
	diag("skipped: $why") if defined $why;
	$ok ? note($_) : diag($_) for @$lines;
}

sub points {
	my ($text, $skippable) = @_;
	my ($plan) = $text =~ /^1\.\.(\d+)$/m;
	ok($plan, 'the suite has a plan');
	my @points;
	for (split(/\n/, $text)) {
		push(@points, [!$1, $2, []]) if /^(not )?ok \d+ - (.*)/;
		push(@{$points[-1][2]}, $1) if @points && /^# (.*)/;
	}
	point(@$_, $skippable) for @points;
	is(scalar @points, $plan // 0, 'all checks of the plan were made');
}

for (@matrices) {
	my ($matrix, $cells, $skippable) = @$_;
	my $out = qx($build/exitbench run tests/cells/$matrix.matrix --workloads tests/cells/workloads --image $image -o $dir/$matrix 2>&1);
	is($? >> 8, 0, "$matrix: the cells could be run");
	diag($out);
	my @records = records("$dir/$matrix");
	is(scalar @records, $cells, "$matrix: each cell has a record");
	for my $r (@records) {
		subtest $r->{cell}{id} => sub {
			points($r->{measured}{output} // '', $skippable);
			is($r->{error}, undef, 'the cell has no error');
		};
	}
}

done_testing();
