#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Cells with other settings are kept apart; cells with an observer are not compared.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

sub fork_cell
{
	my ($parameter, %settings) = @_;

	return cell(from => "bochs-vmx.$parameter.fork.s1", settings => \%settings);
}

my @plain = map { fork_cell($_) } qw(ept1 ept0);
my @large = map { fork_cell($_, memory => 512, vcpus => 2) } qw(ept1 ept0);
my $alone = fork_cell('ept0', hugepages => 'off');
my @observed = map { fork_cell($_, observer => 'hist') } qw(ept1 ept0);

run_of('run', @plain, @large, $alone, @observed);
expect(0, 'settings-compare.txt', 'compare', 'compare', 'run');
my (undef, undef, $told) = exitreport('compare', 'run', '--csv');
like($told, qr/^exitreport: run: 2 cells with an observer left out/, 'compare --csv: says so, too');
is((exitreport('tables', 'run'))[0], 0, 'tables');
same('run/tables/compare.csv', 'settings-compare.csv', 'tables: compare.csv');
same('run/tables/accounts.csv', 'settings-accounts.csv', 'tables: accounts.csv');
is((exitreport('report', 'run'))[0], 0, 'report');
same('run/REPORT.md', 'settings-report.md', 'report: REPORT.md');
my (undef, $delta) = exitreport('delta', 'run', 'fork');
like($delta, qr/^fork.memory-512.vcpus-2, ept=1/m, 'delta: names the settings');
like($delta, qr/^fork.observer-hist, ept=1, .*; the observer's cycles are among these$/m,
     'delta: and tells of the observer');

# What reads CSV must not break with what a run has: always the same columns, and a number for them.
run_of('none', @plain);
for my $command ('delta', 'compare', 'detail', 'explain', 'model', 'verify', 'timeline', 'vendors', 'overhead') {
	my ($with, $without) = map { ((exitreport($command, $_, '--csv'))[1] =~ /^(.*)\n/)[0] // '' } 'run', 'none';

	is($with, $without, "$command --csv: the columns are the same without settings");
	like($with, qr/^schema,/, "$command --csv: and numbered") if length($with);
}
for my $option ([], ['--metric', 'exits']) {
	my ($with, $without) = map { ((exitreport('compare', $_, 'none', '--csv', @$option))[1] =~ /^(.*)\n/)[0] } 'run', 'none';

	is($with, $without, "compare of two runs @$option: likewise");
}

SKIP: {
	skip('no gnuplot', 2) if system('command -v gnuplot > /dev/null');
	is((exitreport('charts', 'run'))[0], 0, 'charts');
	my @linked = report_text() =~ /\]\((charts\/[^)]*)\)/g;
	is(join(' ', grep { !-s "run/$_" } @linked), '', 'charts: all that the report links to');
}

run_of('old', cell(from => 'bochs-vmx.ept1.fork.s1'));
run_of('new', $plain[0]);
my ($status, $same) = exitreport('reproduce', 'old', 'new');
is($status, 0, 'reproduce: the same cell');
like($same, qr/1 of 1 cells identical/, 'reproduce: settings at their defaults change nothing');
# An observer's cells are other cells, by their names.
my $hidden = edit_record($plain[0], sub { $_[0]{cell}{settings}{observer} = 'hist' });
run_of('new', $hidden);
refuse(1, 'reproduce: an observer that the name does not tell', qr/settings\.observer is "hist", but cell\.variant has not/,
       'reproduce', 'old', 'new');

# On a platform whose runs differ there is nothing to fail; what differs is told.
my @svm = map { cell(from => "bochs-vmx.$_.fork.s1", platform => 'tcg-svm') } qw(ept1 ept0);
my $later = edit_record($svm[0], sub { $_[0]{measured}{window}{net}{exits} += 8 });
run_of('old', @plain, @svm);
run_of('new', $later, $svm[1]);
for ([[$later], qr/as the reference run, but for what differs from run to run/],
     [[$later, $svm[1]], qr/reproduces the reference run: 1 of 1 cells identical/]) {
	my ($cells, $verdict) = @$_;
	run_of('new', @$cells);
	my ($not_run) = 4 - @$cells;
	refuse(0, 'reproduce: other values where runs differ',
	       qr/^$verdict, exits of 1 cell on platforms whose runs differ \+50.0 % to \+50.0 %, $not_run of the reference not run\n/m,
	       'reproduce', 'old', 'new');
}
my (undef, $told_of) = exitreport('reproduce', 'old', 'new');
like($told_of, qr/^tcg-svm.ept1.fork.s1: exits \+8 \(\+50.00 %\), kernel cycles \+0/m, 'reproduce: by how much');
like($told_of, qr/^bochs-vmx: only in old\n(?!bochs-vmx)/m, 'reproduce: a platform that was not run is named once');
run_of('old', $plain[0], $svm[0], $plain[1]);
run_of('new', cell(from => 'bochs-vmx.ept1.fork.s1', platform => 'nested'));
(undef, $told_of) = exitreport('reproduce', 'old', 'new');
is(scalar(() = $told_of =~ /^bochs-vmx: only in old$/mg), 1, 'also if its cells are not next to each other');

run_of('run', @observed);
is((exitreport('report', 'run'))[0], 0, 'report of observed cells');
like(report_text(), qr/^No cell was measured without an observer: there is nothing/m,
     'report of observed cells: says that nothing can be compared');
is((exitreport('check', 'run'))[0], 0, 'check of observed cells');

# A record from before there were settings has none of this.
my $old = edit_record($plain[0], sub { delete @{$_[0]{cell}}{qw(settings variant)} });
run_of('run', $old);
is((exitreport('compare', 'run'))[0], 0, 'a record without settings');
run_of('run', edit_record($old, sub { $_[0]{cell}{settings} = ['none'] }));
refuse(1, 'settings that are no object', qr/cell.settings is not an object/, 'compare', 'run');
run_of('run', edit_record($old, sub { $_[0]{cell}{settings} = { vcpus => 2 } }));
refuse(1, 'a setting that is no string', qr/has a value that is not a string/, 'compare', 'run');
run_of('run', edit_record($old, sub { $_[0]{cell}{variant} = 7 }));
refuse(1, 'a variant that is no string', qr/ept1.fork.s1.json: not a usable record/, 'compare', 'run');

# A run of few of the cells: not all that are missing are named.
my @seeds = map { my $seed = $_; map { cell(from => "bochs-vmx.$_.boot.s1", seed => $seed) } qw(ept1 ept0) } 1 .. 3;
run_of('whole', @seeds);
run_of('part', $seeds[0]);
my ($reproduced, $missing) = exitreport('reproduce', 'whole', 'part');
is($reproduced, 0, 'reproduce: one cell of six');
is(() = $missing =~ /^bochs-vmx\.\S+: only in whole$/mg, 4, 'reproduce: the first of the missing cells are named');
like($missing, qr/^and 1 more only in whole\n.*1 of 1 cells identical, 5 of the reference not run$/ms, 'reproduce: the others are counted');

done_testing();
