#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The report's headline numbers, computed here once more: from the JSON of the records, by code
# that has nothing of exitreport's. For a run that is made up, and for the reference run.
use strict;
use utf8;
use warnings;
use Cwd qw(abs_path);
use File::Path qw(make_path);
use FindBin qw($Bin);
use JSON::PP ();
use List::Util qw(max min sum0);
use Test::More;

binmode(Test::More->builder->$_, ':utf8') for qw(output failure_output);

# Before Golden changes the folder.
my $reference;
BEGIN { $reference = abs_path("$FindBin::Bin/../../data/reference"); }
use lib $Bin;
use Golden;

my %account = (exits => ['exits'], kernel => ['kernel'], busy => [qw(guest kernel user)]);

# Of a record, by quantity: the window without starting the program. Where operations are counted,
# without the cycles of reasons that are rarer than one in 20 of them, or come once.
sub net
{
	my ($m) = @_;
	my %net;

	for my $what (keys %account) {
		$net{$what} = sum0(map {
			$m->{window}{net}{$_} - ($m->{startup} ? $m->{startup}{net}{$_} : 0)
		} @{$account{$what}});
	}
	return \%net unless $m->{operations} && $m->{startup};
	my ($window, $start) = map { $m->{$_}{net}{rows} } qw(window startup);
	for my $row (keys %{{%$window, %$start}}) {
		my ($count, $kernel, $user) = map { ($window->{$row}[$_] // 0) - ($start->{$row}[$_] // 0) } 0 .. 2;

		next if $row eq 'startup' || ($count > 1 && 20 * $count >= $m->{operations}{number});
		$net{kernel} -= $kernel;
		$net{busy} -= $kernel + $user;
	}
	return \%net;
}

# A record with points has a window and a start of each.
sub net_of_record
{
	my ($r) = @_;
	my $m = $r->{measured};
	my %net;

	return net($m) unless $m->{points};
	for my $point (@{$m->{points}}) {
		my $one = net($point);

		$net{$_} += $one->{$_} for keys %$one;
	}
	return \%net;
}

# By variant, workload and seed: nested and shadow paging of a platform.
sub cells
{
	my ($run, $platform) = @_;
	my %cells;

	for my $file (glob("$run/records/*.json")) {
		my $r = JSON::PP->new->decode(slurp($file));
		my $c = $r->{cell};

		next if $r->{status} ne 'ok' || $c->{platform} ne $platform;
		$cells{$c->{variant} // ''}{$c->{workload}}{$c->{seed}}{$c->{paging}} = net_of_record($r);
	}
	return \%cells;
}

sub median
{
	my @sorted = sort { $a <=> $b } @_;

	return ($sorted[$#sorted / 2] + $sorted[@sorted / 2]) / 2;
}

sub decimals
{
	my $n = abs($_[0]);

	return $n < 9.995 ? 2 : $n < 99.95 ? 1 : 0;
}

sub commas
{
	my $n = sprintf('%.0f', $_[0]);

	1 while $n =~ s/^(-?\d+)(\d{3})/$1,$2/;
	return $n;
}

sub short
{
	my ($n) = @_;
	my @units = ('', ' k', ' M', ' G', ' T');

	while (abs($n) >= 999.5) {
		$n /= 1000;
		shift @units;
	}
	return sprintf('%.0f', $n) if $units[0] eq '' && $n == int($n);
	return sprintf('%.*f%s', decimals($n), $n, $units[0]);
}

sub as_factor
{
	my ($n) = @_;

	return '÷' . substr(as_factor(1 / $n), length('×')) if $n > 0 && $n < 0.0995;
	return '×' . ($n >= 999.5 ? commas($n) : sprintf('%.*f', decimals($n), $n));
}

# Cycles of one seed: two digits.
sub rough
{
	my ($n, $is_factor) = @_;
	my $two = 0 + sprintf('%.1e', $n);
	my @units = ('', ' k', ' M', ' G');

	return as_factor($two) if $is_factor && ($n < 0.0995 || $n >= 99.5);
	return '×' . sprintf('%.*f', $two < 0.995 ? 2 : $two < 9.95 ? 1 : 0, $two) if $is_factor;
	while (abs($two) >= 999.5) {
		$two /= 1000;
		shift @units;
	}
	return ($n > 0 ? '+' : '') . sprintf('%.*f%s', abs($two) < 9.95 ? 1 : 0, $two, $units[0]);
}

sub signed
{
	return ($_[0] > 0 ? '+' : '') . short($_[0]);
}

# What became of a quantity, as the report has it: with the range of the seeds, and without.
sub change
{
	my ($seeds, $what) = @_;
	my @seeds = grep { $_->{tdp} && $_->{shadow} } map { $seeds->{$_} } sort keys %$seeds;
	my @a = map { $_->{tdp}{$what} } @seeds;
	my @b = map { $_->{shadow}{$what} } @seeds;
	my $has_factor = !grep { $a[$_] <= 0 || $b[$_] <= 0 ||
				 ($what ne 'busy' && $seeds[$_]{tdp}{exits} < 30) ||
				 ($what eq 'kernel' && $a[$_] < 30_000) } 0 .. $#seeds;
	my @values = map { $has_factor ? $b[$_] / $a[$_] : $b[$_] - $a[$_] } 0 .. $#seeds;
	if (@seeds == 1 && $what ne 'exits') {
		return ('none', 'none', \@a, \@b) if !$has_factor && !$values[0];
		my $rough = rough($values[0], $has_factor);

		return ($rough, $rough, \@a, \@b);
	}
	my $text = $has_factor ? \&as_factor : \&signed;
	my ($middle, $low, $high) = map { $text->($_) } median(@values), min(@values), max(@values);

	return ('none', 'none', \@a, \@b) if !$has_factor && min(@values) <= 0 && max(@values) >= 0;
	if ($has_factor) {
		s/^×// for $low, $high;
	}
	return ($low eq $high ? $middle : "$middle [$low–$high]", $middle, \@a, \@b);
}

# A line of one of the two tables: CPU time, or exits and KVM's cycles; behind the first, KPTI's change.
sub check_row
{
	my ($name, $line, $cells, $workload, @what) = @_;
	my $seeds = $cells->{''}{$workload};
	my @is = map { s/^\s+|\s+$//gr =~ s/ \\\*$//r } split(/\|/, $line);
	my @want = ($workload);

	my $kpti = $cells->{'pti-on'}{$workload};

	for my $what (@what) {
		my ($ranged, undef, $a, $b) = change($seeds, $what);
		my $format = $what eq 'exits' ? \&commas : \&short;

		push @want, (map { $_ < 0 ? 'none' : $format->($_) } median(@$a), median(@$b)), $ranged;
		push @want, $kpti ? (change($kpti, $what))[1] : '' if $what eq $what[0] && @is > 2 + 3 * @what;
	}
	is_deeply([@is[1 .. $#is]], \@want, "$name: $workload: @what");
}

sub check_report
{
	my ($name, $run, $platform) = @_;
	my $cells = cells($run, $platform);
	my $plain = $cells->{''};
	my $both = sub { grep { $_->{tdp} && $_->{shadow} } values %{$plain->{$_[0]}} };
	my $text;

	is((exitreport('report', $run, '-o', 'REPORT.md'))[0], 0, "$name: report");
	utf8::decode($text = report_text());
	my ($answer) = $text =~ /^## What does a guest cost without \w+\?\n\n(.*?)\n\n/ms;
	ok($answer, "$name: there is an answer") or return;
	my $said = 0;
	while ($answer =~ /(?:by|to) ([×÷][\d.,]+) \(([\w-]+)\)/g) {
		is($1, (change($plain->{$2}, 'busy'))[1], "$name: the answer about $2");
		$said++;
	}
	cmp_ok($said, '>', 0, "$name: the answer has a factor");

	# The table of kinds of work, KPTI off and on.
	while ($text =~ /^\| (?:computing|system calls and switches|page-table changes) \| (.*) \|$/mg) {
		my @columns = split(/ \| /, $1, -1);

		for my $column (0 .. $#columns) {
			while ($columns[$column] =~ /([\w-]+) ((?:[×÷][\d.,]*\d|[+-][\d.]+(?: [kMG])?|none)(?: \[[^\]]*\])?)/g) {
				my $seeds = $cells->{$column ? 'pti-on' : ''}{$1};
				my ($workload, $is) = ($1, $2);

				is($is, (change($seeds, 'busy'))[0],
				   "$name: kinds of work: $workload, column $column");
			}
		}
	}

	# The table of workloads, from the one whose CPU time grows most.
	my ($table) = $text =~ /^## Which workloads notice\?\n(.*?)^## /ms;
	my @lines = $table =~ /^(\| (?!workload|---).*)$/mg;
	my $half = @lines / 2;
	for my $i (0 .. $#lines) {
		my ($workload) = $lines[$i] =~ /^\| (\S+) /;

		check_row($name, $lines[$i], $cells, $workload, $i < $half ? 'busy' : qw(exits kernel));
	}
	my %is_job = map { /^\| (\S+) / ? ($1 => 1) : () } @lines;
	is_deeply([grep { !$is_job{$_} && $both->($_) && is_job($run, $_) } sort keys %$plain], [],
		  "$name: no job is left out");
}

# It is of another group than the mechanisms.
sub is_job
{
	my ($run, $workload) = @_;
	my ($file) = glob("$run/records/*.$workload.s*.json");

	return JSON::PP->new->decode(slurp($file))->{workload}{group} ne 'mechanism';
}

# Three seeds of a job, of which one has less to do with shadow paging; a job with few exits;
# a mechanism; and the job with KPTI.
sub seeds
{
	my ($workload, $exits, @shadow) = @_;

	return map {
		my $seed = $_;
		map {
			my $mode = $_;
			edit_record(cell(from => "bochs-vmx.$mode.fork.s1", workload => $workload,
					 seed => $seed), sub {
				my $net = $_[0]{measured}{window}{net};

				$_[0]{measured}{pti} = 'off';
				$net->{rows}{10} = [$mode eq 'ept1' ? $exits : $shadow[$seed - 1], 90000 + $seed, 0, 0, 0, 0];
				$net->{exits} = sum0(map { $_->[0] } map { $net->{rows}{$_} } grep { /^\d+$/ } keys %{$net->{rows}});
				$net->{kernel} = sum0(map { $_->[1] } values %{$net->{rows}});
			})
		} qw(ept1 ept0)
	} 1 .. 3;
}

my @records = (seeds('sysbench-cpu', 40, 60, 400, 80), seeds('compile', 2, 500, 700, 600));
push @records, map {
	edit_record(cell(from => "bochs-vmx.$_.fork.s1", workload => 'sysbench-cpu', settings => { pti => 'on' }),
		    sub { $_[0]{measured}{pti} = 'on' })
} qw(ept1 ept0);
run_of('made-up', @records);
check_report('made up', 'made-up', 'bochs-vmx');

SKIP: {
	skip('no reference run', 1) unless -d "$reference/records";
	make_path('reference');
	symlink("$reference/$_", "reference/$_") or die for qw(records run.json);
	check_report('reference', 'reference', 'bochs-vmx');
}

done_testing();
