#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# A run of 640 cells is read in parts: what is said of it is what is said of its halves, each
# of which is read as a whole.
use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin qw($Bin);
use lib $Bin;
my $exitreport;
BEGIN { $exitreport = abs_path($ENV{EXITREPORT} // 'build/exitreport') }
use Golden;
use Test::More;

# Seeds of two modes of some workloads, in the order of a matrix.
sub cells
{
	my (@workloads) = @_;

	return map { my $w = $_; map { my $s = $_; map {
		my $r = cell(from => "bochs-vmx.ept$_.fork.s1", workload => $w, seed => $s);
		$r->{measured}{window}{net}{guest} += $s;
		$r->{measured}{window}{net}{wall} += $s;
		$r->{measured}{window}{end}{guest} += $s;
		$r->{measured}{window}{end}{wall} += $s;
		$r;
	} 1, 0 } 1 .. 4 } @workloads;
}

sub lines_of
{
	return split(/\n/, $_[0]);
}

my @workloads = map { "work-$_" } 1 .. 80;
my @first = cells(@workloads[0 .. 39]);
my @second = cells(@workloads[40 .. 79]);
run_of('first', @first);
run_of('second', @second);
run_of('all', @first, @second);

sub out
{
	my ($status, $out, $errors) = exitreport(@_);
	is($status, 0, "@_") or diag($errors);
	return $out;
}

# Titles once, then the lines of one half after the other's.
sub same_lines
{
	my ($what, $all, @halves) = @_;
	my @wanted = lines_of($halves[0]);

	push @wanted, (lines_of($halves[1]))[1 .. (() = $halves[1] =~ /\n/g) - 1];
	is_deeply([lines_of($all)], \@wanted, "$what: in parts as in one piece");
	cmp_ok(scalar @wanted, '>', 640, "$what: and there are lines");
}

same_lines('delta --csv', map { out('delta', $_, '--csv') } qw(all first second));
same_lines('compare --csv', map { out('compare', $_, '--csv') } qw(all first second));
is(out('delta', 'all'), out('delta', 'first') . out('delta', 'second'), 'delta: in parts as in one piece');
is(out('delta', 'all', 'work-3', 'work-70'), out('delta', 'first', 'work-3') . out('delta', 'second', 'work-70'),
   'delta of two workloads that are in two parts');
refuse(1, 'a workload that is in no part', qr/no measurements of a workload "work-81"/, 'delta', 'all', 'work-3', 'work-81');

# Medians, an overview, and pair by pair: each for all.
is(out('compare', 'all', 'work-3') =~ tr/\n//, out('compare', 'first', 'work-3') =~ tr/\n//,
   'compare of a workload that is in one part');
my @compared = map { [split(/^(?=Medians|Without starting|work-\d+ seed 1, )/m, out('compare', $_))] } qw(all first second);
is($#{$compared[0]}, 81, 'compare: medians, overview, 80 workloads');
is(join('', @{$compared[0]}[2 .. 81]), join('', map { @$_[2 .. 41] } @compared[1, 2]), 'compare: pair by pair');
is(() = $compared[0][1] =~ /^work-\d+ seed \d /mg, 320, 'compare: the overview has all pairs');
is(() = $compared[0][0] =~ /^work-\d+ +\S/mg, 400, 'compare: five medians for each workload');

# The tables, with those that need what no part has alone.
out('tables', $_) for qw(all first second);
same_lines("$_.csv", slurp("all/tables/$_.csv"), slurp("first/tables/$_.csv"), slurp("second/tables/$_.csv"))
	for qw(deltas accounts compare statistics);
is(scalar(() = out('check', 'all') =~ /^640 records, 0 unreadable, 0 failed cells, 0 missing cells; /m), 1, 'check: all of them');

# With less memory than all of it takes: what reads it in parts does, the others say so before they begin.
SKIP: {
	skip('the sanitizers take more than any limit', 8) if $ENV{SANITIZED};
	my $size = 0;
	$size += -s for glob('all/records/*');
	my $kib = int($size * 15 / 1024) - 1;
	for (['check', 0], ['delta', 0], ['compare', 0], ['tables', 0],
	     ['report', 1], ['charts', 1], ['verify', 1], ['compare', 1, 'first']) {
		my ($command, $status, @more) = @$_;
		my $errors = qx(ulimit -v $kib; '$exitreport' $command all @more 2>&1 > /dev/null);
		my $refused = $errors =~ /^exitreport: all: its 640 cells take some \d+ MB of memory at once, and there are \d+; /;

		ok($? >> 8 == $status && !!$refused == !!$status, "in little memory: $command all @more") or diag($errors);
	}
}

# What is wrong in one of the parts is wrong.
unlink("all/records/bochs-vmx.ept1.work-77.s2.json");
write_text('all/records/bochs-vmx.ept0.work-5.s3.json', '{');
my ($status, $out, $errors) = exitreport('check', 'all');
is($status, 1, 'a record is missing, another damaged: check fails');
like($out, qr/^MISSING bochs-vmx\.ept1\.work-77\.s2: /m, 'the one is named');
like($errors, qr/bochs-vmx\.ept0\.work-5\.s3\.json: line 1: not valid JSON/, 'and so is the other');
like($out, qr/^638 records, 1 unreadable, 0 failed cells, 1 missing cells; /m, 'and both are counted');
($status, $out, $errors) = exitreport('delta', 'all', '--csv');
is($status, 1, 'delta fails, too, by what another process read');
cmp_ok(scalar(lines_of($out)), '>', 638, 'with the others');
done_testing();
