#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What the report says of a boot, and of boots that differ from it in a setting.
use strict;
use warnings;
use File::Path qw(make_path);
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

my $heading = 'How many exits does a boot take, and what are they for?';

# The boot in both modes; with fewer exits for control registers and page faults, and more of others.
sub boots
{
	my ($settings, $cr, $faults, $io, %more) = @_;
	my @boots = map { cell(from => "bochs-vmx.$_.boot.s1", settings => $settings, %more) } qw(ept1 ept0);
	my $off = $boots[1]{measured}{window}{net};

	for (@boots) {
		my $net = $_->{measured}{window}{net};

		$net->{rows}{30}[0] += $io // 0;
		$net->{exits} += $io // 0;
	}
	$off->{rows}{28}[0] -= $cr // 0;
	$off->{rows}{0}[0] -= $faults // 0;
	$off->{exits} -= ($cr // 0) + ($faults // 0);
	return @boots;
}

sub report_of
{
	run_of('data/run', @_);
	my ($status, undef, $told) = exitreport('report', 'data/run', '-o', 'REPORT.md');

	is($status, 0, 'report') or diag($told);
	return section($heading);
}

make_path('data');
my @plain = boots({});
my @kept = boots({ replace_smp => 'off' }, 1900, 100);
my @small = boots({ hugepages => 'off' }, 0, 0, 400);
my @like = boots({ vpid => 'off' }, 0, 0, 1);
my @several = boots({ hugepages => 'off', vpid => 'off' }, 0, 0, 500);

my $alone = report_of(@plain);
like($alone, qr/takes 2,560 exits instead of 375 \(×6\.83\)/, 'a boot alone: totals');
unlike($alone, qr/patching|So a boot's factor|LOCK|Over time/, 'a boot alone: nothing of others');
unlike($alone, qr/inf|nan/, 'a boot alone: no factor of nothing');

run_of('data/settings', @kept, @small, @like, @several);
my $all = report_of(@plain, boots({ vcpus => 2 }, 1950, 150), boots({ cpu => 'haswell' }, 0, 0, 60));
same('section', 'section-boot.md', 'with other boots: as expected');
# 2,185 more with nested paging off, 185 where it does not patch itself.
like($all, qr/\*\*91\.5 % of the 2,185 additional exits are the guest kernel patching itself/,
     'the share of the patching, from the boot without it');
like($all, qr/anything from ×1\.23 to ×6\.83,/, 'the range of factors is that of the table');
like($all, qr/^\| CPU: Core i7-4770, 2013 \| 435 \| 2,620 \| ×6\.02 \|/m, 'a CPU has a name');
like($all, qr/within 1 % in both modes: `vpid = off`\.$/m, 'what changes nothing is in a sentence');
unlike($all, qr/\| `vpid|\b875\b/, 'and not in the table, nor is what differs in two settings');
like($all, qr/^\| emulation \| 0 \|  \|  \| 30 \|  \| 10,000 \|/m, 'emulation is no exit: it has no share of them');

# A distribution's boot, beside the published ones.
sub login
{
	return map {
		my $r = $_;

		$r->{workload}{measure} = 'login';
		$r->{workload}{system} = 'debian';
		$r->{measured}{window}{net}{rows}{30}[0] += 60_000;
		$r->{measured}{window}{net}{exits} += 60_000;
		$r;
	} boots({ @_ }, 0, 0, 0, workload => 'boot-debian');
}

my $debian = report_of(@plain, login());
like($debian, qr/^\| a Debian's, to its login prompt, 1 vCPU, [^|]+ \| 60,375 \| 62,560 \|/m, 'a Debian is in the table');
like($debian, qr/^A Debian boots with 60\.4 k exits with EPT on and 62\.6 k with EPT off, with one vCPU\. Course reports published for theirs 450 k to 695 k with EPT on \(3 of them\) and [^(]* with EPT off \(2\)\./m,
     'and beside the published ones: a total, or the sum of the reasons');
like(report_of(@plain, login(cpu => 'skylake')), qr/^A Debian boots with 60\.4 k exits/m, 'so it is if it was booted on another CPU');
report_of(@plain, login());
like(slurp('REPORT.md'), qr/^- \*\*A distribution on several vCPUs\.\*\*/m, 'on one vCPU: the limits say so');
report_of(@plain);
unlike(slurp('REPORT.md'), qr/A distribution on several vCPUs/, 'no distribution, no such limit');
like($debian, qr/no screen, no network card and no GRUB/, 'with what is unlike theirs');

is(report_of(map { cell(from => "bochs-vmx.$_.fork.s1") } qw(ept1 ept0)), undef, 'no boot: no section');
is(report_of($plain[0]), undef, 'one mode: no section');

done_testing();
