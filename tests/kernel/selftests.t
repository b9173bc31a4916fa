#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# KVM's own selftests in L1, on both vendors and in both modes: with the meter on they end
# as they do on a KVM without the series. Those that the series brings pass with it, with all
# that the meter can keep as well, and are skipped without.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin qw($Bin);
use lib $Bin;
use KernelTests;
use Test::More;

my $run = tempdir(CLEANUP => 1);
mkdir "$run/own";

# The lines that run-selftests prints.
sub results
{
	my ($record) = @_;
	return { ($record->{measured}{output} // '') =~ /^(\w+) (pass|skip|fail|timeout)$/mg };
}

sub own { return $_[0] =~ /^exitmeter_/ }

sub compare
{
	my ($with, $without) = @_;
	my @other = grep { !own($_) && ($with->{$_} // 'not run') ne ($without->{$_} // 'not run') }
		sort keys %{{ %$with, %$without }};
	my %n;

	return (0, 'no results') unless %$without;
	for (grep { own($_) } sort keys %{{ %$with, %$without }}) {
		return (0, "$_: without the series " . ($without->{$_} // 'not run') . ' and with it ' .
			($with->{$_} // 'not run'))
			unless ($without->{$_} // '') eq 'skip' && ($with->{$_} // '') eq 'pass';
	}
	return (0, join("\n", map { "$_: without the series " . ($without->{$_} // 'not run') .
				    ' and with it ' . ($with->{$_} // 'not run') } @other)) if @other;
	$n{$with->{$_}}++ for grep { !own($_) } keys %$with;
	return (1, 'the same: ' . join(' ', map { "$n{$_} $_" } sort keys %n));
}

forget('selftests');
my $with = run_matrix('tests/kernel/selftests.matrix', 'kernel', $run);
my $without = run_matrix('tests/kernel/selftests-unpatched.matrix', 'kernel', $run);
for my $cell (qw(bochs-vmx.ept1 bochs-vmx.ept0 tcg-svm.npt1 tcg-svm.npt0)) {
	judge('selftests', $cell, compare(
		results($with->{"$cell.selftests.s1"}),
		results($without->{"$cell.selftests.s1.kvm-unpatched.meter-off"})));
}

my $own = run_matrix('tests/kernel/exitmeter-selftests.matrix', 'kernel', "$run/own");
for my $id (sort keys %$own) {
	my $results = results($own->{$id});
	my @not = grep { $results->{$_} ne 'pass' } sort keys %$results;

	judge('selftests', $id, $results->{exitmeter_test} && !@not,
	      @not ? "$not[0] $results->{$not[0]}" : join(' ', sort keys %$results) . ' pass');
}
ok(keys %$own == 4, "the series' own ran on both vendors in both modes");
done_testing();
