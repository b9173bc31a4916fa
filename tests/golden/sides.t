#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The report's section and the chart that put a VMX and an SVM platform side by side.
use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin qw($Bin);
use lib $Bin;
use Test::More;

# Before Golden changes the folder.
my $data;
BEGIN { $data = abs_path("$FindBin::Bin/../../data"); }
use Golden;

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
	return section('Does an AMD CPU change the answer?');
}

# Two jobs, with KPTI off by default, and a third with it on.
my @vmx = map({ with_pti('off', $_) } vmx(1, 'boot'), vmx(0, 'boot'), vmx(1, 'fork'), vmx(0, 'fork'));
my @svm = map({ with_pti('off', $_) } svm(1, 'boot'), recount(svm(0, 'boot'), 19, 20), svm(1, 'fork'), svm(0, 'fork'));
my @on = (settings => { pti => 'on' });
push @vmx, map { with_pti('on', $_) } vmx(1, 'fork', @on), vmx(0, 'fork', @on);
push @svm, map { with_pti('on', $_) } svm(1, 'fork', @on), recount(svm(0, 'fork', @on), 19, 440);

recount($svm[2], 96, 300);
ok(report(@vmx, @svm), 'the section is there');
same('section', 'section-sides.md', 'as expected');
ok(section('Intel and AMD, job by job'), 'and the appendix has each job');
like(slurp('section'), qr/^\| fork \| KPTI on \| 14 \| 14 \| .* \| 1,409 \| 1,449 \| \+2\.84 % \|$/m, 'a job: net, and how far apart');

SKIP: {
	skip('no gnuplot', 3) if system('command -v gnuplot > /dev/null');
	is((exitreport('charts', 'run'))[0], 0, 'charts');
	same('run/charts/intel-and-amd.dat', 'sides.dat', 'charts: its data');
	ok(-s "run/charts/intel-and-amd.$_", "charts: $_") for qw(svg);
}
expect(0, 'sides.txt', 'exitreport vendors', 'vendors', 'run');
expect(0, 'sides.csv', 'exitreport vendors --csv', 'vendors', 'run', '--csv');

# A third platform does not matter.
my ($expected) = slurp("$Bin/section-sides.md");
is(report(@vmx, @svm, with_pti('off', vmx(1, 'fork', platform => 'nested'))), $expected, 'the first of each vendor');

# KPTI that is not alike is not compared, as it would be the larger difference.
is(report(map({ with_pti('on', $_) } vmx(1, 'fork'), vmx(0, 'fork')), map { with_pti('off', $_) } svm(1, 'fork'), svm(0, 'fork')),
   undef, 'KPTI on on one side and off on the other');
like(report(vmx(1, 'fork'), vmx(0, 'fork'), svm(1, 'fork'), svm(0, 'fork')),
     qr/^- KPTI not recorded, 1 job: .* 0\.0 % apart in the median; with EPT and NPT on there are too few to compare\.$/m,
     'records that do not tell');
unlike(slurp('section'), qr/not all of one image/, 'one image');
my $far = recount(svm(0, 'fork'), 19, 4000);
like(report(vmx(1, 'fork'), vmx(0, 'fork'), svm(1, 'fork'), $far),
     qr/\*\*Yes: even with KPTI alike.*Kinds that differ by more than 15 %: control registers\..*^- Not explained: control registers\.$/ms,
     'where they differ it says so, and that it knows no reason');
my $other = svm(0, 'fork');
$other->{identity}{$_} = 'another' for qw(image cpu_model);
like(report(vmx(1, 'fork'), vmx(0, 'fork'), svm(1, 'fork'), $other), qr/not all of one image/, 'another image');

# Nothing to compare.
sub absent
{
	my ($name, @records) = @_;

	is(report(@records), undef, "$name: no section");
	unlike(slurp('REPORT.md'), qr/intel-and-amd/, "$name: no chart");
}

my @both = @vmx[0 .. 3];
absent('no second vendor', @both, vmx(1, 'fork', platform => 'nested'), vmx(0, 'fork', platform => 'nested'));
refuse(1, 'exitreport vendors', qr/run: no job was measured in both modes on a platform of either vendor/, 'vendors', 'run');
absent('no common workload', @both[0, 1], @svm[2, 3]);
absent('one mode on one of them', @both, $svm[2]);
absent('an observer on one of them', @both[2, 3], map { with_pti('off', svm($_, 'fork', settings => { observer => 'hist' })) } 0, 1);

SKIP: {
	skip('no gnuplot', 2) if system('command -v gnuplot > /dev/null');
	is((exitreport('charts', 'run'))[0], 0, 'charts without a second vendor');
	ok(!-e 'run/charts/intel-and-amd.svg', 'and without that chart');
}

# Control registers with nested paging: explained only if the keys account for every exit.
SKIP: {
	skip('no reference run', 3) unless -d "$data/reference/records" && -d "$data/detail/records";
	my $read = sub { JSON::PP->new->decode(slurp($_[0])) };
	my @boots = map { $read->("$data/reference/records/$_.boot.s1.json") }
		    qw(bochs-vmx.ept1 bochs-vmx.ept0 bochs-svm.npt1 bochs-svm.npt0);
	my ($off, $on) = map { sum_of_cr($_) } @boots[0, 2];

	run_of('detail', map { $read->($_) } glob("$data/detail/records/*.boot.s1.detail-both.json"));
	like(report(@boots), qr/accounts for all of the \d+ exits that AMD has more/, 'all are accounted for');
	my ($more) = slurp('section') =~ /of the (\d+) exits that AMD has more/;
	is($more, $on - $off, 'that many');
	recount($boots[2], 20, $boots[2]{measured}{window}{net}{rows}{20}[0] + 50);
	like(report(@boots), qr/Not explained: .*control registers/, 'some that no key accounts for are not explained');
	system('rm -r detail');
}

# VMX has one reason, SVM one for each register and access; 101 are writes to CR0.
sub sum_of_cr
{
	my ($r) = @_;
	my $rows = $r->{measured}{window}{net}{rows};
	my $sum = 0;

	$sum += $rows->{$_}[0] for grep { $rows->{$_} } $r->{cell}{platform} =~ /vmx/ ? 28 : (0 .. 31, 101);
	return $sum;
}

done_testing();
