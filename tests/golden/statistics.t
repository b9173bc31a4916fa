#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Several seeds: medians, intervals, and what is called a difference.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

# A cell whose exits and kernel cycles are so many more than in the made-up record; its exits
# for CR accesses, too.
sub repeat
{
	my ($platform, $mode, $seed, $more) = @_;
	my $r = cell(from => "bochs-vmx.ept$mode.fork.s1", platform => $platform, seed => $seed);
	my $net = $r->{measured}{window}{net};

	$net->{exits} += $more;
	$net->{kernel} += 1000 * $more;
	$net->{wall} += 1000 * $more;
	$net->{rows}{28} //= [(0) x 6];
	$net->{rows}{28}[0] += $more;
	$net->{rows}{28}[1] += 1000 * $more;
	return $r;
}

sub repeats
{
	my ($platform, $mode, @more) = @_;

	return map { repeat($platform, $mode, $_ + 1, $more[$_]) } 0 .. $#more;
}

sub report
{
	my ($heading, @records) = @_;

	run_of('run', @records);
	is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report') or return '';
	return section($heading) // '';
}

# Noise, three seeds.
my @noisy = (repeats('nested', 1, 0, 2, 1), repeats('nested', 0, 10, 30, 0));
report('Repeats', @noisy);
same('section', 'section-repeats.md', 'report: a platform with noise');
like(slurp('section'), qr/holds? the true median in at most 75.0 %.*p = 0.25 at the least, so it can't call anything significant/,
     'report: what three seeds can show');
unlike(slurp('section'), qr/p \(Holm\)/, 'report: no p that could not be small');
like(report_text(), qr/^## How repeats are computed$/m, 'report: and the method');
unlike(report_text(), qr/Each cell was run once/, 'report: no word of single seeds');
expect(0, 'statistics-compare.txt', 'compare', 'compare', 'run');
is((exitreport('tables', 'run'))[0], 0, 'tables');
same('run/tables/statistics.csv', 'statistics.csv', 'tables: statistics.csv');

# Whatever order records are in.
my $before = slurp('section');
is(report('Repeats', reverse @noisy), $before, 'the order of records changes nothing');

# Seeds that overlap, too few, and enough for a test.
like(report('Repeats', repeats('nested', 1, 0, 3000, 100), repeats('nested', 0, 0, 1, 2)),
     qr/\| exits \| 3 \|.*not told apart \(seeds overlap\)/, 'overlap');
like(report('Repeats', repeats('nested', 1, 0, 1), repeats('nested', 0, 0, 1)),
     qr/\| exits \| 2 \|.*not told apart \(2 seeds are too few\)/, 'two seeds');
like(report('Repeats', repeats('nested', 1, 0 .. 6), repeats('nested', 0, 0 .. 6)),
     qr/p \(Holm\).*\| exits \| 7 \|.*\| 0.078 \| more \(all 7 seeds agree\)/s, 'Holm over the table');
like(report('Repeats', repeats('nested', 1, 0 .. 7), repeats('nested', 0, 0 .. 7)),
     qr/p \(Holm\).*\| exits \| 8 \|.*\| 0.039 \| more \(interval and test\)/s, 'and significant');
like(report('Repeats', repeats('nested', 1, 0 .. 2), repeats('nested', 0, 0 .. 4)),
     qr/\| exits \| 3\/5 \|.*all 3 and 5 seeds agree/, 'other seeds');
like(report('Repeats', repeats('nested', 1, 0 .. 2)), qr/\| exits \| 3\/0 \| .*\[.*\] \|  \|  \|$/m,
     'one mode only');

# Exact: seeds are beginnings.
my @exact = (repeats('bochs-vmx', 1, 0, 0, 0), repeats('bochs-vmx', 0, 10, 30, 0));
report('Repeats', @exact);
same('section', 'section-repeats-exact.md', 'report: an exact platform');
unlike(slurp('section'), qr/95 %|p = /, 'report: has neither intervals nor tests');
like(report('Repeats', repeats('bochs-vmx', 1, 0, 0), repeats('bochs-vmx', 0, 0, 0)),
     qr/5 of 5 metrics are equal in all seeds/, 'all equal');
unlike(slurp('section'), qr/Furthest apart/, 'nothing is furthest apart');
like(report('Repeats', repeats('bochs-vmx', 1, 0, 5000), repeats('bochs-vmx', 0, 0, 0)),
     qr/depends on the seed/, 'seeds that disagree');

# One seed: no interval, and that is said.
is(report('Repeats', $noisy[0], $noisy[3]), '', 'one seed: no section');
like(report_text(), qr/^- Each cell was run once on `nested`, so that nothing is known of how far its runs differ\.$/m,
     'one seed: said');
report('Repeats', $exact[0], $exact[3]);
like(report_text(), qr/^- Each cell was run once on `bochs-vmx`; the same seed gives the same again\.$/m,
     'one seed on an exact platform: said');
is((exitreport('tables', 'run'))[0], 0, 'one seed: tables');
like(slurp('run/tables/statistics.csv'), qr/^1,bochs-vmx,fork,,exits,exits,1,\d+,,,1,\d+,,,[\d.]+,,,,yes,,,,more,"exact, one seed"$/m,
     'one seed: in the table');
unlike((exitreport('compare', 'run'))[1], qr/Medians over the seeds/, 'one seed: compare as ever');

# An observer's cycles are in no median.
like(report('Repeats', @noisy, map { cell(from => "bochs-vmx.ept$_.fork.s1", platform => 'nested', seed => 4,
					   settings => { observer => 'hist' }) } 0, 1),
     qr/\| exits \| 3 \|/, 'an observed cell is left out');

done_testing();
