#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The report's sections about what lies beside the run.
use strict;
use warnings;
use File::Path qw(make_path remove_tree);
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

# A cell that the tracepoint agrees with; $more: exits that only the tracepoint has.
sub traced
{
	my ($from, $more) = @_;
	my $r = cell(from => $from, settings => { observer => 'hist' });
	my $ledger = $r->{measured}{host_ledger}{end}[0];
	my %reasons = map { ($_ => $ledger->{rows}{$_}[0]) } grep { /^\d/ } keys %{$ledger->{rows}};

	$reasons{28} += $more // 0;
	$r->{measured}{kvm_stats}{end}{exits} = $ledger->{sums}{kvm_exits};
	$r->{measured}{tracepoint} = { hits => $ledger->{sums}{exits} + ($more // 0), dropped => 0,
				       entries => scalar keys %reasons, reasons => \%reasons };
	return $r;
}

sub costly
{
	my ($workload, $output, %settings) = @_;
	my $r = cell(from => 'bochs-vmx.ept1.fork.s1', workload => $workload,
		     settings => { hugepages => 'off', %settings });

	$r->{status} = 'unmeasured';
	delete @{$r->{measured}}{qw(window startup)};
	$r->{measured}{output} = $output;
	$r->{measured}{host_ledger}{end}[0]{sums}{bytes} = 6000;
	return $r;
}

sub line
{
	my ($name, $cycles) = @_;
	my $max = $cycles + 10;

	return "$name n 100 min $cycles median $cycles p99 $cycles max $max mean $cycles\n";
}

# A CPUID, and an exit that goes through the VMM: with the meter on it adds more to that.
sub timed
{
	my ($cycles, %settings) = @_;
	my $user = $cycles + 4000 + ($cycles == 930 ? 74 : 0);

	return costly('exit-cost', line('cpuid', $cycles) . line('in-user', $user), %settings);
}

make_path('data');
run_of('data/run', map { cell(from => "bochs-vmx.$_.boot.s1") } qw(ept1 ept0));

is((exitreport('report', 'data/run', '-o', 'REPORT.md'))[0], 0, 'report without companions');
like(report_text(), qr/^Not in this report, (?=.* what the settings change \(`data\/settings`\))(?=.* tracepoint \(`data\/verify`\))(?=.* what measuring costs \(`data\/overhead`\)).*the kernel's own tests \(`data\/kernel-tests`\).*\.$/m,
     'says what is absent, in a line');
unlike(report_text(), qr/^## (What the settings change|What measuring costs|Checked against|The kernel's own)/m,
       'and has no sections of it');

run_of('data/verify', map { traced($_) } qw(bochs-vmx.ept1.boot.s1 bochs-vmx.ept0.boot.s1
					    bochs-vmx.ept0.fork.s1));
run_of('data/overhead', timed(900, kvm => 'unpatched', meter => 'off'), timed(901, meter => 'off'),
       timed(930), timed(3900, kvm => 'unpatched', meter => 'off', observer => 'perf'),
       costly('window-cost', "window exits 1\nsnapshot exits 42\n"));
run_of('data/settings', cell(from => 'bochs-vmx.ept1.boot.s1', settings => { pti => 'off' }));
make_path('data/kernel-tests');
write_text('data/kernel-tests/results.csv', "check,what,result,series,detail\n" .
	   "compile,\"W=1, both vendors\",pass,made,no warnings\n" .
	   "selftests,all,pass,made,12 the same, 3 skipped in both\n");

is((exitreport('report', 'data/run', '-o', 'REPORT.md'))[0], 0, 'report with all of them');
unlike(report_text(), qr/^Not in this report/m, 'nothing is absent');
for my $section ('Checked against KVM\'s own tracepoint', 'Exit by exit', 'The kernel\'s own tests',
		 'Can one trust it, and what does it cost?') {
	(my $file = lc $section) =~ s/[^a-z]+/-/g;
	$file = 'trust' if $file =~ /trust/;
	ok(section($section), "$section: is there");
	same('section', "section-$file.md", "$section: as expected");
}

run_of('data/verify', traced('bochs-vmx.ept1.boot.s1', 2), edit_record(traced('bochs-vmx.ept0.boot.s1'),
       sub { $_[0]{measured}{host_ledger}{end} = undef }));
write_text('data/kernel-tests/results.csv', "check,what,result,series,detail\ncompile,all,fail,made,a warning\n" .
	   "selftests,all,,,\n");
exitreport('report', 'data/run', '-o', 'REPORT.md');
section('Checked against KVM\'s own tracepoint');
same('section', 'section-not-verified.md', 'differences show');
section('The kernel\'s own tests');
like(slurp('section'), qr/Of 2 checks 0 passed; \*\*the others.*1 of them ran on another version of the patches than the one that measured this report\..*\| \*\*fail\*\* \| made \| a warning \|.*\*\*no result\*\*/s,
     'tests that failed show');

like(section('Can one trust it, and what does it cost?'),
     qr/^\*\*Not everywhere: not all checks passed\.\*\*.*tracepoint does not agree everywhere\.\*\* .* in 1 cell, by reason; differences: 3; not compared: 1 cell\..*^- \*\*Not all tests of the kernel patches passed\*\*: of 2 checks 0 passed\. 1 of them ran/ms,
     'the report does not say that all is well');

# Folders of other names.
rename('data/overhead', 'elsewhere') or die;
is((exitreport('report', 'data/run', '-o', 'REPORT.md', '--overhead', 'elsewhere'))[0], 0,
   'report --overhead');
like(section('Can one trust it, and what does it cost?'), qr/\]\(elsewhere\/charts\/overhead.svg\)/,
     'report --overhead: links to its chart');
for my $option (qw(settings overhead verify kernel-tests)) {
	refuse(1, "report --$option of nothing", qr/nowhere\/.*: No such file or directory; it should tell/,
	       'report', 'data/run', '--' . $option, 'nowhere');
	refuse(2, "--$option is report's only", qr/unrecognized option '--$option'/, 'check', 'data/run',
	       '--' . $option, 'nowhere');
}
write_text('REPORT.md', 'old');
write_text('data/kernel-tests/results.csv', "check,what,outcome\n");
refuse(1, 'results of other columns', qr/results.csv: no column "result"; run 'make test-kernel'/, 'report',
       'data/run', '-o', 'REPORT.md');
is(slurp('REPORT.md'), 'old', 'and the old report is left alone');
is(join(' ', glob('*.tmp')), '', 'without a temporary file');

done_testing();
