#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Keys and histograms: of a boot that was measured, with all but the 20 most frequent keys in
# the overflow.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use JSON::PP;
use Test::More;

sub boot
{
	my ($mode, %more) = @_;

	return cell(from => "../detail-records/bochs-vmx.ept$mode.boot.s1.detail-both", settings => { detail => 'both' },
		    %more);
}

run_of('detail', boot(1), boot(0));
expect(0, 'detail.txt', 'both modes', 'detail', 'detail', '--top', '8');
expect(0, 'detail.csv', 'CSV', 'detail', 'detail', '*.ept0.*', '--csv');
ok(!-e "detail/$_", "a query writes no $_") for qw(tables charts);
is((exitreport($_, 'detail', 'detail'))[0], 0, "$_ of the topic") for qw(tables charts);
same('detail/tables/histograms.csv', 'detail-histograms.csv', 'the table of histograms');
same('detail/charts/bochs-vmx.durations.boot.detail-both.dat', 'durations.dat', 'what the chart shows');
ok(-s "detail/charts/bochs-vmx.durations.boot.detail-both.$_", "the chart as $_") for qw(svg);

# What --json has is what the record has.
my ($status, $text) = exitreport('detail', 'detail', '*.ept1.*', '--json');
is($status, 0, 'JSON');
my $json = JSON::PP->new->decode($text);
my $net = boot(1)->{measured}{window}{net};
is_deeply($json, [{ cell => 'bochs-vmx.ept1.boot.s1.detail-both', map { $_ => $net->{$_} }
		    qw(histograms keys overflow) }], 'JSON: as in the record');

is((exitreport('check', 'detail'))[0], 0, 'the laws hold');
is((exitreport('tables', 'detail'))[0], 0, 'tables');
ok(-s "detail/tables/$_", "tables: $_") for qw(keys.csv histograms.csv);

# The report has them from a folder beside the run, and is silent without.
run_of('plain', cell(from => 'bochs-vmx.ept1.boot.s1'), cell(from => 'bochs-vmx.ept0.boot.s1'));
is((exitreport('report', 'plain', '-o', 'REPORT.md'))[0], 0, 'report');
my $report = report_text();
like($report, qr/^## What the exits are$/m, 'it has the section');
my ($sections) = $report =~ /^(## What the exits are\n.*?## How long an exit takes\n.*?)(?=^##? )/ms;
write_text('sections', $sections // '');
same('sections', 'section-detail.md', 'both sections');
# "1 %" was where the 99 % end: those that take as long are more.
my ($all, $long) = (0, 0);
my $histogram = $net->{histograms}{48};
for my $bucket (1 .. $#$histogram) {
	$all += $histogram->[$bucket];
	$long += $bucket > 18 ? $histogram->[$bucket] : 0;
}
my $share = sprintf('%d of them (%.1f %%)', $long, 100 * $long / $all);
like($sections, qr/half of $all exits .* \Q$share\E take 262,144 or more, because/, 'how many take long');
# A run of which the report is about no platform, for all of its cells were observed; two boots beside it.
run_of('observed', cell(from => 'bochs-vmx.ept1.boot.s1', settings => { observer => 'hist' }));
run_of('detail', boot(1), boot(0), map { boot($_, settings => { detail => 'both', pti => 'on' }) } 1, 0);
is((exitreport('report', 'observed', '-o', 'REPORT.md'))[0], 0, 'report of cells with an observer');
like(report_text(), qr/^No cell was measured without an observer: there is nothing to report\.$/m, 'says that it is of none');
rename('detail', 'elsewhere') or die;
is((exitreport('report', 'plain', '-o', 'REPORT.md'))[0], 0, 'report without it');
unlike(report_text(), qr/What the exits are|What an exit takes|`detail`/, 'not a word of it');
is((exitreport('tables', 'plain'))[0], 0, 'tables of a run without');
ok(!-e "plain/tables/$_", "no $_") for qw(keys.csv histograms.csv);
refuse(1, 'a run without', qr/no such cell with keys or histograms/, 'detail', 'plain');
refuse(1, 'no such cell', qr/no such cell with keys or histograms/, 'detail', 'elsewhere', 'fio-*');
refuse(2, 'no number', qr/--top wants a number/, 'detail', 'elsewhere', '--top', '0');
refuse(2, 'of another command', qr/unrecognized option '--top'/, 'check', 'elsewhere', '--top', '3');

# Laws: a bucket short of an exit, a key short of one, cycles that are nobody's.
sub broken
{
	my ($name, $law, $change) = @_;

	run_of('broken', edit_record(boot(1), $change));
	refuse(1, $name, qr/\b$law\b.*net|net.*\b$law\b/s, 'check', 'broken');
}

broken('a bucket', 'buckets', sub { $_[0]{measured}{window}{net}{histograms}{30}[12]-- });
broken('a key', 'keys', sub { $_[0]{measured}{window}{net}{keys}[0][3]-- });
broken('cycles of a key', 'key-cycles', sub { $_[0]{measured}{window}{net}{keys}[0][4]++ });
broken('an overflow', 'keys', sub { delete $_[0]{measured}{window}{net}{overflow}{30} });

# Damage is told, not read over.
sub damaged
{
	my ($name, $change, $pattern) = @_;

	run_of('damaged', edit_record(boot(1), $change));
	refuse(1, $name, $pattern, 'detail', 'damaged');
}

damaged('a histogram of 31', sub { pop @{$_[0]{measured}{window}{net}{histograms}{30}} },
	qr/net: histogram "30" is not a known reason with 32 numbers/);
damaged('a kind that is none', sub { $_[0]{measured}{window}{net}{keys}[3][1] = 'colour' },
	qr/net: keys\[3\]: is not reason, kind, value, count and cycles/);
damaged('a row that is none', sub { $_[0]{measured}{window}{net}{overflow}{96} = [1, 1] },
	qr/net: overflow "96" is not a known reason with 2 numbers/);
damaged('a number too large', sub { $_[0]{measured}{window}{net}{keys}[0][3] = 1 << 60 },
	qr/net: keys\[0\]: a number is too large/);

done_testing();
