# SPDX-License-Identifier: GPL-2.0
# What the ABI conformance suite printed in a guest, as points of a test.
package Conformance;
use strict;
use warnings;
use Exporter 'import';
use Test::More;

our @EXPORT = qw(conformance_of_record);

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

# All that is to be said of a cell, whose logs are in $run; $skippable is what may be skipped.
sub conformance_of_record {
	my ($r, $run, $skippable) = @_;
	points($r->{measured}{output} // '', $skippable);
	is($r->{error}, undef, 'the cell has no error')
		or diag(qx(cd $run/logs/$r->{cell}{id} && tail -n 40 console.log l2-console.log 2>&1));
	# Whatever a guest does with the meter is nothing to the host's kernel.
	my $log = qx(cat $run/logs/$r->{cell}{id}/l1-kernel.log);
	like($log, qr/Linux version/, "L1's kernel log is there");
	# What it says of the CPU while it boots is not of the meter.
	$log =~ s/^.*Speculative Return Stack Overflow: .*\n//mg;
	is(join('', $log =~ /^.*(?:WARNING:|BUG:|Oops|Call Trace|INFO: (?:task|rcu)|soft lockup|exitmeter:).*\n/mg), '',
	   'and has nothing to say of it');
}

1;
