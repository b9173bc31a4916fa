#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The report's section and the chart that put a VMX and an SVM platform side by side.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

# The SVM rows that stand for VMX's in a record that is made into an SVM one.
our %svm_row = (0 => 78, 1 => 96, 10 => 114, 12 => 120, 14 => 121, 28 => 19, 30 => 123, 48 => 256,
	       54 => 137, 55 => 141, 58 => 162);

sub vmx
{
	my ($mode, $workload, %more) = @_;

	return cell(from => "bochs-vmx.ept$mode.$workload.s1", %more);
}

# The same exits on the other vendor's CPU.
sub svm
{
	my ($mode, $workload, %more) = @_;
	my $r = cell(from => "bochs-vmx.ept$mode.$workload.s1", platform => 'tcg-svm',
		     parameter => "npt=$mode", %more);

	# With nested paging no page fault is intercepted; other exceptions are.
	local $svm_row{0} = $mode ? 65 : 78;
	for my $window (grep { $_ } @{$r->{measured}}{qw(window startup)}) {
		for my $ledger (@{$window}{qw(empty begin end net)}) {
			my $rows = $ledger->{rows};

			$ledger->{rows} = { map { ($svm_row{$_} // $_) => $rows->{$_} } keys %$rows };
		}
		$window->{meter}{vendor} = 'SVM';
		$window->{meter}{reasons} = 274;
	}
	return $r;
}

# A record whose L2 has, or has not, its kernel's page tables apart.
sub with_pti
{
	my ($pti, $r) = @_;

	$r->{measured}{pti} = $pti;
	return $r;
}

# Exits of one row, in the window, become others.
sub recount
{
	my ($r, $row, $count) = @_;
	my $net = $r->{measured}{window}{net};

	$net->{exits} += $count - ($net->{rows}{$row} ? $net->{rows}{$row}[0] : 0);
	$net->{rows}{$row} //= [0, 0, 0, 0, 0, 0];
	$net->{rows}{$row}[0] = $count;
	return $r;
}

sub report
{
	my (@records) = @_;

	run_of('run', @records);
	is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report');
	return section('Intel and AMD side by side');
}

my @both = map({ with_pti('on', $_) } vmx(1, 'boot'), vmx(0, 'boot'), vmx(1, 'fork'), vmx(0, 'fork'));
my @svm = map({ with_pti('off', $_) } svm(1, 'boot'), recount(svm(0, 'boot'), 19, 20), svm(1, 'fork'),
	      recount(svm(0, 'fork'), 19, 4));

recount($svm[2], 96, 300);
ok(report(@both, @svm), 'the section is there');
same('section', 'section-sides.md', 'as expected');

SKIP: {
	skip('no gnuplot', 4) if system('command -v gnuplot > /dev/null');
	is((exitreport('charts', 'run'))[0], 0, 'charts');
	same('run/charts/intel-and-amd.dat', 'sides.dat', 'charts: its data');
	ok(-s "run/charts/intel-and-amd.$_", "charts: $_") for qw(svg);
}

# A third platform does not matter.
my ($expected) = slurp("$Bin/section-sides.md");
is(report(@both, @svm, vmx(1, 'fork', platform => 'nested')), $expected, 'the first of each vendor');

# Settings are a part of the workload's name.
like(report(vmx(1, 'fork'), vmx(0, 'fork'), svm(1, 'fork'), svm(0, 'fork'),
	    map { svm($_, 'fork', settings => { vcpus => 2 }) } 0, 1),
     qr/workloads together \(1\)/, 'only cells with the same settings');
like(slurp('section'), qr/nearly equal.*\| control registers \| 0 \| 0 \|  \| 400 \| 400 \| 1 of 1 \|/s, 'equal counts');
unlike(slurp('section'), qr/`pti`|furthest/, 'records that do not tell; nothing to be furthest');
unlike(slurp('section'), qr/port I\/O\*\*/, 'no table without exits');
like(report(map { with_pti('off', $_) } vmx(1, 'fork'), vmx(0, 'fork'), svm(1, 'fork'), svm(0, 'fork')),
     qr/Not page-table isolation.*`pti` is off on both/, 'pti is the same');
like(report(vmx(1, 'fork'), vmx(0, 'fork'), map { svm($_, 'fork', platform => 'bochs-svm') } 1, 0),
     qr/A cycle is an instruction on both, but of another CPU/, 'cycles of the same kind');
my $other = svm(0, 'fork');
$other->{identity}{$_} = 'another' for qw(image cpu_model);
like(report(vmx(1, 'fork'), vmx(0, 'fork'), svm(1, 'fork'), $other), qr/not all of one image/, 'another image');
unlike(report(@both, @svm), qr/not all of one image/, 'one image');

# Nothing to compare.
sub absent
{
	my ($name, @records) = @_;

	is(report(@records), undef, "$name: no section");
	unlike(report_text(), qr/intel-and-amd/, "$name: no chart");
}

absent('no second vendor', @both, vmx(1, 'fork', platform => 'nested'), vmx(0, 'fork', platform => 'nested'));
absent('no common workload', @both[0, 1], @svm[2, 3]);
absent('one mode on one of them', @both, $svm[2]);
absent('an observer on one of them', @both[2, 3], map { svm($_, 'fork', settings => { observer => 'hist' }) } 0, 1);

SKIP: {
	skip('no gnuplot', 2) if system('command -v gnuplot > /dev/null');
	is((exitreport('charts', 'run'))[0], 0, 'charts without a second vendor');
	ok(!-e 'run/charts/intel-and-amd.svg', 'and without that chart');
}

done_testing();
