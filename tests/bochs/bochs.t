#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What Bochs' patches put right: small guests in L1, CPUs that did not work, and machines
# that were not the same twice. The patches that each part is about are named by number.
use strict;
use warnings;
use lib 'tests';
use Laws;
use File::Temp qw(tempdir);
use JSON::PP;
use Records;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = tempdir(CLEANUP => 1);
my $json = JSON::PP->new->canonical;

sub bench {
	my ($run, @matrices) = @_;
	my @files = map { "tests/bochs/$_.matrix" } @matrices;
	my $out = qx($build/exitbench run @files --workloads tests/bochs/workloads -i $build/image-test -o $dir/$run 2>&1);
	diag($out);
	return $? >> 8;
}

# 4, 5, 10 to 15, 18, 20: events in guests, by a program that prints a point for each.
is(bench('guests', 'guests', 'guests-svm', 'guests-smp'), 0, 'small guests: the cells could be run');
for my $r (records_of_run("$dir/guests")) {
	subtest $r->{cell}{id} => sub {
		my $text = $r->{measured}{output} // '';
		my ($plan) = $text =~ /^1\.\.(\d+)$/m;
		my @points = $text =~ /^((?:not )?ok \d+ - .*)$/mg;
		is(scalar @points, $plan // 0, 'all of them ran') or diag($text);
		like($_, qr/^ok/, $_ =~ s/^(not )?ok \d+ - //r) for @points;
	};
}

# 1 to 3: without them KVM fails each entry, or L2 oopses. 7 and 9: the laws say what KVM must
# use of the CPU and what it can't.
is(bench('cpus', 'cpus'), 0, 'Intel CPUs: all cells are good');
for my $r (records_of_run("$dir/cpus")) {
	my $m = $r->{measured};
	my %holds = map { $_->{law} => !$_->{difference} } grep { $_->{where} eq 'L1' } laws_of_record($r);
	my $id = $r->{cell}{id};

	ok($holds{$_}, "$id: $_") for 'cpu', 'cpu has', 'cpu lacks';
	# 6: a clock that Linux takes from CPUID, where it tells; calibrated by a timer before.
	my $khz = $m->{window}{meter}{tsc_khz};
	if ($r->{cell}{settings}{cpu} =~ /^(?:sandy-bridge|haswell)$/) {
		cmp_ok(abs($khz - 1000000), '<=', 10, "$id: a cycle is a nanosecond, about");
	} else {
		is($khz, 1000000, "$id: a cycle is a nanosecond");
	}
	# 9, 19: KVM sets the preemption timer where it can.
	cmp_ok($m->{window}{end}{rows}{52}[0] // 0, '>', 0, "$id: the preemption timer ended turns of L2");
}

# 8: RDRAND. 16, 17, 18: several CPUs start, and take the same turns again.
is(bench($_, 'random', 'smp'), 0, "$_ time: all cells are good") for qw(first second);
my %again = map { $_->{cell}{id} => $_ } records_of_run("$dir/second");
for my $r (records_of_run("$dir/first")) {
	is($json->encode($r->{measured}), $json->encode($again{$r->{cell}{id}}{measured} // {}),
	   "$r->{cell}{id}: the same again, cycles included");
}

done_testing();
