#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# One run against another.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use JSON::PP ();
use Test::More;

sub made
{
	my ($mode, $workload, %more) = @_;

	return cell(from => "bochs-vmx.ept$mode.$workload.s1", %more);
}

# More exits in the window, for CPUID; a negative number for fewer.
sub more
{
	my ($more, $r) = @_;
	my $net = $r->{measured}{window}{net};

	$net->{exits} += $more;
	$net->{rows}{10} //= [(0) x 6];
	$net->{rows}{10}[0] += $more;
	return $r;
}

sub of_kernel
{
	my ($kernel, @records) = @_;

	$_->{identity}{kernel} = $kernel for @records;
	return @records;
}

sub failed
{
	my ($r) = @_;

	$r->{status} = 'failed';
	$r->{error} = 'made up';
	delete $r->{measured};
	return $r;
}

my $out;

# Exit status and output of a comparison of the two runs.
sub compare_runs
{
	my ($a, $b, @options) = @_;

	run_of('a', @$a);
	run_of('b', @$b);
	my ($status, $text, $errors) = exitreport('compare', 'a', 'b', @options);
	$out = "$text$errors";
	return $status;
}

my @base = map { (made($_, 'boot'), made($_, 'fork')) } 1, 0;

# The same, one other kernel, cells of one run only.
is(compare_runs(\@base, \@base), 0, 'a run and itself');
like($out, qr/^Nothing differs in what they were made of or in their settings\.$/m, 'nothing differs');
like($out, qr/^20 metrics of 4 workloads in a mode: 20 the same, 0 more in B, 0 fewer, 0 not told apart$/m, 'and all is the same');
like($out, qr/^Exits by reason that differ:\nnone$/m, 'no reason differs');

my @b = of_kernel('made-up 6.13', more(20, made(1, 'boot')), made(1, 'fork'), more(-5, made(0, 'fork')),
		  made(0, 'fork', workload => 'new'), failed(made(0, 'boot')));
is(compare_runs(\@base, \@b), 1, 'cells without a partner: exit status');
expect(1, 'compare-runs.txt', 'for readers', 'compare', 'a', 'b');
expect(1, 'compare-runs.csv', 'CSV', 'compare', 'a', 'b', '--csv', '--metric', '@(exits|kernel)');
expect(1, 'compare-runs.json', 'JSON', 'compare', 'a', 'b', '--json', '--metric', 'exits', '--fail-above', '1');
my $json = JSON::PP->new->decode(slurp("$Bin/compare-runs.json"));
is($json->{schema}, 'exitmeter-compare/1', 'JSON: its schema');
is(scalar(grep { $_->{worse} } @{$json->{differences}}), 1, 'JSON: what is worse');
is_deeply([sort map { "$_->{workload} $_->{mode}" } @{$json->{not_compared}}], ['boot ept=0', 'new ept=0'],
	  'JSON: what was not compared');

# Patterns.
is(compare_runs(\@base, \@b, '--workload', 'fork'), 0, '--workload leaves out what has no partner');
unlike($out, qr/boot|new/, 'and all else');
is(compare_runs(\@base, \@b, '--workload', '@(fork|new)'), 1, '--workload with two names');
is(compare_runs(\@base, \@b, '--workload', 'fork', '--metric', '1 EXT*'), 0, '--metric by its name');
like($out, qr/^fork +ept=1 +1 EXTERNAL_INTERRUPT +1 .* same \(exact, one seed\)$/m, 'shows what is the same, too');
unlike($out, qr/kernel cycles/, 'and nothing else');
compare_runs(\@base, \@b, '--workload', 'fork', '--metric', 'kind:*');
like($out, qr/^fork +ept=0 +CPUID .* fewer/m, '--metric with a class');
refuse(1, 'a workload that is not there', qr/no workload in a or b fits "nothing"/, 'compare', 'a', 'b', '--workload', 'nothing');
refuse(1, 'a figure that is not there', qr/no metric fits "nothing"; there are exits/, 'compare', 'a', 'b', '--metric', 'nothing');

# A limit.
my @worse = (more(20, made(1, 'boot')), @base[1 .. 3]);
my $percent = 100 * 20 / $base[0]{measured}{window}{net}{exits};
is(compare_runs(\@base, \@worse), 0, 'no limit: differences are no failure');
is(compare_runs(\@base, \@worse, '--fail-above', $percent - 0.1), 1, 'above the limit');
like($out, qr/^worse: bochs-vmx, boot, ept=1: exits [\d,]+ -> [\d,]+ \(\+[\d.]+ %\)\n1 of them worse/m, 'says what');
is(compare_runs(\@base, \@worse, '--fail-above', $percent + 0.1), 0, 'below the limit');
is(compare_runs(\@worse, \@base, '--fail-above', 0), 0, 'fewer is not worse');
is(compare_runs(\@base, \@base, '--fail-above', 0), 0, 'nor is the same');
is(compare_runs(\@base, \@worse, '--fail-above', 0, '--metric', 'kernel'), 0, 'only the figures asked for');
is(compare_runs(\@base, \@worse, '--fail-above', 0, '--metric', 'reason:10'), 1, 'reasons, if asked for');
is(compare_runs(\@base, \@worse, '--fail-above', 0, '--csv'), 1, 'with --csv, too');
unlike((exitreport('compare', 'a', 'b', '--csv', '--fail-above', '0'))[1], qr/worse/, 'whose output is numbers only');
for my $wrong ('', 'x', '5x', '-1', 'nan', 'inf') {
	refuse(2, "--fail-above '$wrong'", qr/--fail-above wants a number of percent/, 'compare', 'a', 'b', "--fail-above=$wrong");
}

# A limit where runs differ: seeds that overlap are not held against B.
sub seeds
{
	my ($first, @more) = @_;

	return map { more($more[$_], made(1, 'fork', platform => 'nested', seed => $first + $_)) } 0 .. $#more;
}

is(compare_runs([seeds(1, 0, 100, 10)], [seeds(1, 20, 90, 30)], '--fail-above', 5), 0, 'seeds overlap');
like($out, qr/fork +ept=1 +exits +3 .*not told apart \(seeds overlap\)/, 'and are not told apart');
is(compare_runs([seeds(1, 0, 2, 1)], [seeds(1, 20, 30, 25)], '--fail-above', 5), 1, 'seeds agree');
like($out, qr/more \(all 3 seeds agree\)/, 'and that is said');
is(compare_runs([seeds(1, 0, 2, 1)], [seeds(4, 20, 30, 25, 22)]), 0, 'other seeds are compared all the same');
like($out, qr/fork +ept=1 +exits +3\/4 /, 'and counted');
is(compare_runs([seeds(1, 0)], [seeds(1, 20)], '--fail-above', 5), 1, 'one seed: the limit is all there is');
like($out, qr/not told apart \(one seed: no interval\)/, 'and there is no interval');

# Settings that differ.
my @plain = (made(1, 'fork'), made(0, 'fork'));
is(compare_runs(\@plain, [map { made($_, 'fork', settings => { vcpus => 2, pti => 'off' }) } 1, 0]), 0, 'other settings');
like($out, qr/^setting pti +auto +off +bochs-vmx\nsetting vcpus +1 +2 /m, 'are told');
like($out, qr/^fork -> fork\.vcpus-2\.pti-off +ept=1 /m, 'and in the name');
is(compare_runs(\@plain, [map { made(1, 'fork', settings => { vcpus => $_ }) } 2, 4]), 1, 'two that it could be');
like($out, qr/^bochs-vmx +fork +ept=1 +ok +not in b$/m, 'are none');
is(compare_runs(\@plain, [made(1, 'fork'), made(1, 'fork', settings => { vcpus => 2 }), made(0, 'fork')]), 1, 'its own comes first');
like($out, qr/^bochs-vmx +fork\.vcpus-2 +ept=1 +not in a +ok$/m, 'and the other is left');

# Platforms that differ.
sub on
{
	my ($platform) = @_;

	return map { made($_, 'fork', platform => $platform) } 1, 0;
}

is(compare_runs([on('bochs-vmx')], [on('nested')]), 0, 'another platform of the vendor');
like($out, qr/^bochs-vmx -> nested\nA cycle is not the same thing on both: exits only\.\n/m, 'is told');
unlike($out, qr/kernel cycles/, 'cycles are left out');
like($out, qr/^2 metrics of 2 workloads/m, 'exits are not');
is(compare_runs([on('bochs-vmx')], [on('nested'), on('host')]), 1, 'two platforms that it could be');
unlike($out, qr/->/, 'are none');
is(compare_runs([on('bochs-vmx'), on('nested')], [on('bochs-vmx'), on('host')]), 0, 'a platform of both and one of each');
like($out, qr/^nested -> host$/m, 'the others are left for each other');
is(compare_runs([on('one')], [on('another')]), 0, 'platforms that nothing is known of');
like($out, qr/exits only/, 'have no cycles in common');

# The other vendor's exits have other numbers.
my @svm = on('tcg-svm');
for my $r (@svm) {
	$r->{cell}{parameter} =~ s/ept/npt/;
	$r->{cell}{id} =~ s/ept/npt/;
	for my $window (grep { $_ } @{$r->{measured}}{qw(window startup)}) {
		@{$window->{meter}}{qw(vendor reasons)} = ('SVM', 274);
	}
}
is(compare_runs([on('bochs-vmx')], \@svm), 0, 'another vendor');
like($out, qr/^bochs-vmx -> tcg-svm\n.*exits only\.\nVendors name exits differently: by kind, not by reason\.\n/m, 'is told');
like($out, qr/^Exits by kind that differ:\n/m, 'by kind');
like($out, qr/^fork +ept=1 -> npt=1 /m, 'mode by mode');
compare_runs([on('bochs-vmx')], \@svm, '--metric', '@(kind|reason):*');
like($out, qr/^fork +ept=0 -> npt=0 +page faults /m, 'kinds are compared');
unlike($out, qr/EXCEPTION|VMEXIT/, 'reasons are not');

# Observers' cells are left out of it.
is(compare_runs([@plain, made(1, 'fork', settings => { observer => 'hist' })], \@plain), 0, 'an observer');
like($out, qr/a: 1 cell with an observer left out/, 'is told');
is(compare_runs([made(1, 'fork')], [made(1, 'boot')]), 1, 'nothing in common');
like($out, qr/^0 metrics of 0 workloads in a mode.*; 2 not compared$/m, 'is said');

# Standard error names what lacks where standard output has only numbers; with and without a limit.
for my $as (['--csv'], ['--json'], ['--csv', '--fail-above', 2], ['--json', '--fail-above', 2]) {
	compare_runs([@plain], [made(1, 'fork')], @$as);
	my ($status, undef, $errors) = exitreport('compare', 'a', 'b', @$as);
	is($status, 1, "a missing cell, @$as: exit status");
	like($errors, qr/^not compared: bochs-vmx, fork, ept=0: not in b$/m, "a missing cell, @$as: named");
	compare_runs([@plain], [made(1, 'fork'), failed(made(0, 'fork'))], @$as);
	like((exitreport('compare', 'a', 'b', @$as))[2], qr/^not compared: bochs-vmx, fork, ept=0: failed in b$/m,
	     "a failed cell, @$as: named");
}
like((exitreport('compare', 'a', 'b', '--csv', '--fail-above', 2))[2],
     qr/^0 of them worse by more than 2 %; 1 not compared$/m, 'and counted beside those that are worse');

# A seed of several that failed, or has no record, was not compared either.
my @three = map { made(1, 'fork', seed => $_) } 1 .. 3;
is(compare_runs(\@three, [@three[0, 1], failed(made(1, 'fork', seed => 3))], '--fail-above', 2), 1, 'a seed that failed');
like($out, qr/^not compared: bochs-vmx\.ept1\.fork\.s3: failed in b$/m, 'is named');
like($out, qr/^0 of them worse by more than 2 %; 1 seed not compared$/m, 'and counted');
raw_run_of('b', @three[0, 1]);
write_text('b/run.json', '{ "schema": "exitmeter-run/1", "matrix": "m", "started": "", "jobs": 1, "cells": ' .
	   JSON::PP->new->encode([map { $_->{cell}{id} } @three, made(1, 'boot')]) . ' }');
my ($status, undef, $errors) = exitreport('compare', 'a', 'b', '--csv', '--fail-above', 2);
is($status, 1, 'a seed without a record');
like($errors, qr/^not compared: bochs-vmx\.ept1\.fork\.s3: no record in b$/m, 'is named');
unlike($errors, qr/boot/, 'a cell that is in neither is not');

# A limit that nothing was held against was not kept.
is(compare_runs([made(1, 'fork', settings => { observer => 'hist' })], [made(1, 'fork', settings => { observer => 'hist' })],
		'--fail-above', 2), 1, 'with observers only: exit status');
like($out, qr/; nothing was compared$/m, 'with observers only: said');

# Options that need two runs, and usage.
run_of('a', @plain);
refuse(2, "$_ with one run", qr/compare two runs, and there is only a/, 'compare', 'a', split(/ /, $_))
	for '--json', '--metric exits', '--workload fork', '--fail-above 1';
refuse(1, 'three runs', qr/no measurements of a workload "a"/, 'compare', 'a', 'a', 'a');
refuse(2, 'an option of compare', qr/unrecognized option '--metric'/, 'check', 'a', '--metric', 'exits');
refuse(1, 'a second run that is not there', qr/no measurements of a workload "nowhere", nor is there a run of that name/, 'compare', 'a', 'nowhere');
like((exitreport('compare', '--help'))[1], qr/--fail-above=PERCENT.*EXAMPLES/s, '--help');

done_testing();
