#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What exits would cost on hardware, from made-up counts and costs that can be checked by hand.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Storable qw(dclone);
use Test::More;

my $tdp = cell(from => 'bochs-vmx.ept1.fork.s1');
my $shadow = cell(from => 'bochs-vmx.ept0.fork.s1');

# An AMD platform whose cycle is no instruction.
sub svm
{
	my ($paging, $npt) = @_;

	return edit_record(cell(from => "bochs-vmx.ept$npt.fork.s1", platform => 'tcg-svm',
				parameter => "npt=$npt"), sub {
		my ($r) = @_;
		my $window = $r->{measured}{window};

		delete $r->{measured}{startup};
		$window->{meter} = { %{$window->{meter}}, vendor => 'SVM', reasons => 274, rows => 278 };
		# What VMX has as 14, 28 and 48 are other exits on SVM; the counts will do.
		for my $l (map { $window->{$_} } qw(empty begin end net)) {
			$l->{rows} = { 3 => [$l->{exits}, $l->{kernel}, $l->{user}, $l->{blocked},
					     $l->{offcpu}, 1] };
		}
	});
}

my $costs = <<'END';
# made up
vendor = VMX
summary = a CPU made up
switch = 1000 2000
switch-source = nowhere
switch-fault = 3000 4000
cpi = 1 2
cpi-source = assumption
guest-cpi = 1 1
guest-cpi-source = assumption
walks = 5 10
walks-source = nowhere
clock = 2 4
clock-source = nowhere
END
write_text('vmx.costs', $costs);
write_text('bad.costs', $costs =~ s/1 2/2 1/r);
write_text('svm.costs', $costs =~ s/VMX/SVM/r);

run_of('run', $tdp, $shadow);
expect(0, 'model.txt', 'model', 'model', 'run', '--costs', 'vmx.costs');
expect(0, 'model.csv', 'model --csv', 'model', 'run', '--costs', 'vmx.costs', '--csv');
my ($status, $out, $errors) = exitreport('model', 'run');
is($status, 0, 'model with the costs that come along');
like($out, qr/MODELLED for Intel/, 'model: says which CPUs they are of');

# Bad input.
refuse(1, 'costs: file and line of a mistake',
       qr/bad\.costs:7: cpi: the first number is above the second/, 'model', 'run', '--costs', 'bad.costs');
refuse(1, 'costs: no such file', qr/no\.costs: No such file/, 'model', 'run', '--costs', 'no.costs');
refuse(1, 'costs of the other vendor', qr/vendor is not that of svm\.costs.*no platform to model/s,
       'model', 'run', '--costs', 'svm.costs');
refuse(2, 'costs are for model only', qr/unrecognized option '--costs'/,
       'delta', 'run', '--costs', 'vmx.costs');

# Where a cycle is no instruction.
run_of('run', svm('tdp', 1), svm('shadow', 0));
($status, $out) = exitreport('model', 'run', '--costs', 'svm.costs');
is($status, 0, 'model of tcg-svm');
like($out, qr/^workload +exits npt=1 +switches +exits npt=0 +switches *$/m, 'model: only the switches');

# A CPU's own cycles need no model.
run_of('run', map { edit_record($_, sub { my $c = $_[0]{cell}; $c->{platform} = 'host';
					   $c->{id} =~ s/bochs-vmx/host/ }) } $tdp, $shadow);
refuse(1, 'model of a host', qr/cycles of host are a CPU's own/, 'model', 'run', '--costs', 'vmx.costs');

# A calibration: 1,000 CPUIDs of 900 cycles in KVM, 1,600 to 1,800 from end to end, of which
# timing takes 100: a switch is 600 to 800. MSRs: 1,200 cycles each.
sub calibration
{
	my ($change) = @_;
	my $r = cell(from => 'bochs-vmx.ept1.fork.s1', platform => 'host', workload => 'exit-cost');
	my $before = $r->{measured}{host_ledger}{end}[0];
	my $after = dclone($before);

	$before->{rows} = { 10 => [100, 80_000, 0, 0, 0, 1], 31 => [50, 40_000, 0, 0, 0, 1] };
	$after->{rows} = { 10 => [1100, 980_000, 0, 0, 0, 1], 31 => [1050, 1_240_000, 0, 0, 0, 1] };
	$r->{measured}{host_ledger} = { before => [$before], after => [$after], end => [$after] };
	$r->{measured}{output} = "nothing n 1000 min 90 median 100 p99 120 max 300 mean 101\n" .
		"cpuid n 1000 min 1600 median 1650 p99 1800 max 9000 mean 1660\n";
	$r->{status} = 'unmeasured';
	delete @{$r->{measured}}{qw(window startup)};
	$change->($r) if $change;
	run_of('host', $r);
	return "host/records/$r->{cell}{id}.json";
}

# The run: CPUIDs of 600 instructions, MSRs of 600 too: 1.5 and 2 cycles an instruction.
run_of('run', map { edit_record($_, sub {
	my $net = $_[0]{measured}{window}{net};

	$net->{rows}{10} = [200, 120_000, 0, 0, 0, 1000];
	$net->{rows}{32} = [300, 180_000, 0, 0, 0, 1000];
	$net->{exits} += 500;
	$net->{kernel} += 300_000;
}) } $tdp, $shadow);
expect(0, 'model-calibrated.txt', 'model --calibration', 'model', 'run', '--costs', 'vmx.costs',
       '--calibration', calibration());

my %refused = (
	'an emulated CPU' => [qr/no calibration: its cycles are not a CPU's own/,
			      sub { $_[0]{cell}{platform} = 'bochs-vmx'; $_[0]{cell}{id} =~ s/host/bochs-vmx/ }],
	'another workload' => [qr/no calibration: CPUID was not timed/,
			       sub { $_[0]{measured}{output} = 'hello' }],
	'too few exits' => [qr/no calibration: CPUID was not timed, or hardly/,
			    sub { $_[0]{measured}{host_ledger}{after}[0]{rows}{10}[0] = 150 }],
	'a damaged line' => [qr/no calibration: line 2 of the output/,
			     sub { $_[0]{measured}{output} =~ s/1600/16x0/ }],
	'no ledgers' => [qr/no calibration: it has no ledgers/,
			 sub { $_[0]{measured}{host_ledger}{before} = [] }],
	'a round trip that is too short' => [qr/no calibration: a CPUID's round trip is shorter/,
					     sub { $_[0]{measured}{output} =~ s/min 1600/min 600/ }],
	'the other vendor' => [qr/no calibration: it is of the other vendor/,
			       sub { $_[0]{cell}{parameter} = 'npt=1'; $_[0]{cell}{id} =~ s/ept1/npt1/ }],
);
for my $what (sort keys %refused) {
	my ($pattern, $change) = @{$refused{$what}};

	refuse(1, "calibration: $what", $pattern, 'model', 'run', '--costs', 'vmx.costs',
	       '--calibration', calibration($change));
}

done_testing();
