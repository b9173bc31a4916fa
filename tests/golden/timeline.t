#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Exits over time, from two measured boots whose samples were put together by the dozen.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use File::Path qw(make_path);
use Golden;
use Test::More;

my ($tdp, $shadow) = map {
	cell(from => "../timeline/bochs-vmx.$_.boot.s1.timeline-5", settings => { timeline => 5 })
} qw(ept1 ept0);

# The same cell without, with some other counts: what looking would have changed.
my $plain = edit_record(cell(from => '../timeline/bochs-vmx.ept1.boot.s1.timeline-5'), sub {
	my $m = $_[0]{measured};

	delete $m->{timeline};
	$m->{window}{net}{rows}{1}[0] -= 70;
	$m->{window}{net}{exits} -= 70;
	$m->{window}{net}{wall} -= 1000;
});

run_of('run', $plain, $tdp, $shadow);
expect(0, 'timeline.txt', 'timeline', 'timeline', 'run');
expect(0, 'timeline.csv', 'timeline --csv of a cell', 'timeline', 'run', $shadow->{cell}{id}, '--csv');
expect(0, 'timeline.json', 'timeline --json of a cell', 'timeline', 'run', $tdp->{cell}{id}, '--json');

# Nothing gets lost on the way: the lines of a reason add up to what the host read in the end.
my %count;
for (split(/\n/, slurp("$Bin/timeline.csv"))) {
	my @column = split(/,/);
	$count{$column[10]} += $column[12] if $column[12] =~ /^\d+$/;
}
my %wanted = map { $_ => $shadow->{measured}{host_ledger}{end}[0]{rows}{$_}[0] }
	     keys %{$shadow->{measured}{host_ledger}{end}[0]{rows}};
is_deeply(\%count, \%wanted, 'timeline --csv: all exits of all reasons');
my $json = JSON::PP->new->decode(slurp("$Bin/timeline.json"));
is($json->{schema}, 'exitmeter-timeline/1', 'timeline --json: its schema');
is($json->{cells}[0]{samples}[-1][1], $json->{cells}[0]{phases}[-1]{end},
   'timeline --json: the last sample ends when the last phase does');

refuse(1, 'timeline: unknown cell', qr/no cell "spoon"; see the names/, 'timeline', 'run', 'spoon');
refuse(1, 'timeline: a cell without one', qr/no cell "\S+" with a timeline/, 'timeline', 'run',
       $plain->{cell}{id});
refuse(2, 'drawing is for charts', qr/unrecognized option '--charts'/, 'timeline', 'run', '--charts');
refuse(2, 'an option of timeline and compare', qr/unrecognized option '--json'/, 'check', 'run',
       '--json');

# The laws.
(undef, my $checked) = exitreport('check', 'run');
unlike($checked, qr/law "(samples|timeline)"/, 'check: the laws of the timeline hold');
run_of('broken', edit_record($tdp, sub { $_[0]{measured}{timeline}{samples}[12][2][1]++ }));
refuse(1, 'check: an exit too many', qr/law "timeline".*difference 1$/m, 'check', 'broken');
run_of('broken', edit_record($tdp, sub { $_[0]{measured}{timeline}{samples}[13][0]-- }));
refuse(1, 'check: a cycle missing in a sample', qr/law "samples".*difference 1$/m, 'check', 'broken');
run_of('broken', edit_record($tdp, sub { splice(@{$_[0]{measured}{timeline}{samples}}, 14, 1) }));
refuse(1, 'check: a sample missing', qr/law "timeline"/, 'check', 'broken');
run_of('broken', edit_record($tdp, sub { $_[0]{measured}{timeline}{samples}[14] = [1] }));
refuse(1, 'check: a sample that is none', qr/not a usable record: timeline: sample 14 is not/, 'check', 'broken');
refuse(1, 'timeline: likewise', qr/not a usable record: timeline: sample 14 is not/, 'timeline', 'broken');
run_of('broken', edit_record($tdp, sub { $_[0]{measured}{timeline}{rows}[1] = 'spoon' }));
refuse(1, 'timeline: a row that is none', qr/law "timeline"/, 'timeline', 'broken');
run_of('broken', edit_record($tdp, sub { $_[0]{measured}{timeline}{samples} = [] }));
refuse(1, 'timeline: no sample', qr/law "timeline"/, 'timeline', 'broken');
run_of('none', $plain);
refuse(1, 'timeline: of a run without', qr/no cell has a timeline; run one with/, 'timeline', 'none');

# The phases are what is known.
run_of('part', edit_record($tdp, sub { delete $_[0]{measured}{kernel_ns} }));
my (undef, $text) = exitreport('timeline', 'part');
like($text, qr/^start .*\n^boot  .*\n^rest  /m, 'timeline: when the kernel began is not known');
run_of('part', edit_record($tdp, sub {
	$_[0]{measured}{window}{from_zero} = JSON::PP::false;
	$_[0]{workload}{measure} = 'command';
}));
(undef, $text) = exitreport('timeline', 'part');
like($text, qr/^start .*\n^rest  /m, 'timeline: not of a boot');
run_of('part', edit_record($tdp, sub {
	@{$_[0]{measured}{timeline}}{qw(thinned late)} = (2, 1);
}));
(undef, $text) = exitreport('timeline', 'part');
like($text, qr/^There was no more room: .* dropped, 2 times;/m, 'timeline: tells of samples dropped');

# Such cells are not for other comparisons.
(undef, undef, my $told) = exitreport('compare', 'run');
like($told, qr/2 cells with an observer left out/, 'compare: leaves them out');

SKIP: {
	skip('no gnuplot', 7) if system('command -v gnuplot > /dev/null');
	my $chart = 'run/charts/bochs-vmx.timeline.boot.timeline-5';

	is((exitreport('charts', 'run', 'timeline', '--png'))[0], 0, 'charts of the topic');
	same("$chart.dat", 'timeline.dat', 'the data of the chart');
	ok(-s "$chart.png", 'the chart as PNG');
	is(join(' ', grep { !/timeline/ } glob('run/charts/*')), '', 'and no other chart');
	unlink(glob('run/charts/*'));
	is((exitreport('charts', 'run'))[0], 0, 'charts');
	ok(!-e "$chart.png", 'no PNG unless asked for');
	same("$chart.dat", 'timeline.dat', 'charts draws it, too');
}

# In the report of a run beside.
make_path('data');
run_of('data/run', $plain);
is((exitreport('report', 'data/run', '-o', 'REPORT.md'))[0], 0, 'report without one');
unlike(report_text(), qr/over time/, 'says nothing of it');
run_of('data/timeline', $plain, $tdp, $shadow);
is((exitreport('report', 'data/run', '-o', 'REPORT.md'))[0], 0, 'report with one beside the run');
ok(section('A boot over time'), 'has a section');

# Of the boot alone, on both sides of the division, by another program.
sub busiest_tenth
{
	my ($id) = $_[0]{cell}{id};
	my $m = JSON::PP->new->decode(slurp("data/timeline/records/$id.json"))->{measured};
	my $t = $m->{timeline};
	my @is_exit = map { /^\d+$/ ? 1 : 0 } @{$t->{rows}};
	my ($startup) = grep { $t->{rows}[$_] eq 'startup' } 0 .. $#{$t->{rows}};
	my ($begin, $at, $all, $exits, @samples) = (0, 0, 0, 0);

	for my $s (@{$t->{samples}}) {
		for my $change (@$s[2 .. $#$s]) {
			$begin += $_ for $change->[0] == $startup ? @$change[2 .. $#$change] : ();
		}
	}
	for my $s (@{$t->{samples}}) {
		my $n = 0;

		$at += $s->[0];
		$n += $_->[1] for grep { $is_exit[$_->[0]] } @$s[2 .. $#$s];
		push(@samples, [$n, $s->[0]]) if $at > $begin && $at <= $m->{window}{end}{wall};
	}
	my $left = ($m->{window}{end}{wall} - $begin) / 10;
	for my $s (sort { $b->[0] / $b->[1] <=> $a->[0] / $a->[1] } @samples) {
		$all += $s->[0];
		$exits += $s->[0] * ($left > $s->[1] ? 1 : $left > 0 ? $left / $s->[1] : 0);
		$left -= $s->[1];
	}
	return sprintf('%.1f %%', 100 * $exits / $all);
}

my ($tenth_tdp, $tenth_shadow) = map { busiest_tenth($_) } $tdp, $shadow;
like(section('A boot over time'), qr/busiest tenth\D* \Q$tenth_tdp\E .*\Q$tenth_shadow\E/,
     'the busiest tenth is of the boot');
same('section', 'section-a-boot-over-time.md', 'the section of the report');
run_of('data/timeline', $tdp);
is((exitreport('report', 'data/run', '-o', 'REPORT.md'))[0], 0, 'report with one mode only');
unlike(section('A boot over time'), qr/!\[|ept=0/, 'shows no pair');
refuse(1, 'report --timeline of nothing', qr/nowhere\/.*: No such file or directory; it should tell/,
       'report', 'data/run', '--timeline', 'nowhere');

done_testing();
