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

sub records {
	return map {
		open(my $f, '<', $_) or die "$_: $!";
		local $/;
		decode_json(<$f>);
	} sort glob("$dir/records/*.json");
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

my $out = qx($build/exitbench run @matrices --workloads tests/cells/workloads --image $image -o $dir 2>&1);
is($? >> 8, 0, 'the cells could be run');
diag($out);
my @records = records();
is(scalar @records, $cells, 'each cell has a record');
for my $r (@records) {
	subtest $r->{cell}{id} => sub {
		points($r->{measured}{output} // '', $skippable{$r->{cell}{workload}});
		is($r->{error}, undef, 'the cell has no error')
			or diag(qx(cd $dir/logs/$r->{cell}{id} && tail -n 40 console.log l2-console.log 2>&1));
		# Whatever a guest does with the meter is nothing to the host's kernel.
		my $log = qx(cat $dir/logs/$r->{cell}{id}/l1-kernel.log);
		like($log, qr/Linux version/, "L1's kernel log is there");
		# What it says of the CPU while it boots is not of the meter.
		$log =~ s/^.*Speculative Return Stack Overflow: .*\n//mg;
		is(join('', $log =~ /^.*(?:WARNING:|BUG:|Oops|Call Trace|INFO: (?:task|rcu)|soft lockup|exitmeter:).*\n/mg), '',
		   'and has nothing to say of it');
	};
}

done_testing();
