#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Windows of a VM with two vCPUs: each by itself, and that they add up.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

my @values = qw(exits kernel user blocked offcpu guest startup wall vmfail emulation failed_entry
	enclave bus_lock kvm_exits negative clamped);

# The second vCPU has nothing but some exits of the window's most frequent reason, and the
# first one the rest of end - begin.
sub split_window
{
	my ($window) = @_;
	my ($end, $begin) = @{$window}{qw(end begin)};
	my %first = (serial => 0, tsc => 0, rows => {});
	my %second = (%first, rows => {}, map { $_ => 0 } @values);

	$first{$_} = $end->{$_} - $begin->{$_} for @values;
	for my $row (keys %{$end->{rows}}) {
		my @from = @{$begin->{rows}{$row} // [(0) x 6]};
		$first{rows}{$row} = [map { $end->{rows}{$row}[$_] - ($_ < 5 ? $from[$_] : 0) } 0 .. 5];
	}
	my ($most) = sort { $first{rows}{$b}[0] <=> $first{rows}{$a}[0] || $a <=> $b }
		grep { /^\d/ } keys %{$first{rows}};
	$second{rows}{$most} = [7, 700, 0, 0, 0, 100];
	$first{rows}{$most}[0] -= 7;
	$first{rows}{$most}[1] -= 700;
	for ([exits => 7], [kvm_exits => 7], [kernel => 700], [wall => 700]) {
		my ($value, $n) = @$_;
		$second{$value} = $n;
		$first{$value} -= $n;
	}
	$window->{vcpus} = [\%first, \%second];
	$window->{meter}{vcpus} = 2;
}

my @cells = map {
	my $r = cell(from => "bochs-vmx.$_.fork.s1", settings => { vcpus => 2 });
	split_window($r->{measured}{window});
	$r;
} qw(ept1 ept0);

run_of('run', @cells);
expect(0, 'vcpus-delta.txt', 'delta', 'delta', 'run');
is((exitreport('check', 'run'))[0], 0, 'the vCPUs add up');
is((exitreport('report', 'run'))[0], 0, 'report');
my ($section) = report_text() =~ /^(Each vCPU by itself.*?)\n\n(?!\|)/ms;
like($section, qr/^\| ept=0 \| 1 \| 7 \| 700 \|/m, 'report: a line for each vCPU');

for my $wrong (['exits' => sub { $_[0]{exits}++ }],
	       ['a count' => sub { $_[0]{rows}{(keys %{$_[0]{rows}})[0]}[0]++ }],
	       ['guest cycles' => sub { $_[0]{guest}-- }]) {
	my ($name, $change) = @$wrong;
	run_of('run', edit_record($cells[0], sub { $change->($_[0]{measured}{window}{vcpus}[1]) }));
	refuse(1, "$name: the vCPUs don't add up", qr/the vCPUs add up to end - begin/, 'check', 'run');
}

# A vCPU that runs may have counted an exit that KVM's statistic has not; no more than one.
for ([1, 0], [2, 1]) {
	my ($early, $status) = @$_;
	run_of('run', edit_record($cells[0], sub {
		my $window = $_[0]{measured}{window};
		$window->{begin}{kvm_exits} -= $early;
		$window->{net}{kvm_exits} += $early;
		$window->{vcpus}[1]{kvm_exits} += $early;
	}));
	is((exitreport('check', 'run'))[0], $status, "KVM's statistic $early behind");
}

run_of('run', edit_record($cells[0], sub { delete $_[0]{measured}{window}{vcpus}[1]{guest} }));
refuse(1, 'a vCPU without a figure', qr/window: vcpus\[1\]: no number "guest"/, 'check', 'run');
done_testing();
