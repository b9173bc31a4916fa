#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What others' measurements lead one to expect: each outcome, from made-up cells.
use strict;
use warnings;
use File::Path qw(make_path);
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

# Both modes of a workload with these exits and busy cycles; %more as for cell().
sub both
{
	my ($workload, $exits, $busy, $change, %more) = @_;

	return map {
		my ($ept, $i) = ($_, $_ ? 0 : 1);

		edit_record(cell(from => "bochs-vmx.ept$ept.fork.s1", workload => $workload, %more), sub {
			my $m = $_[0]{measured};

			$m->{window}{net}{exits} = $exits->[$i];
			$m->{window}{net}{wall} = $busy->[$i] + $m->{window}{net}{blocked};
			$change->($_[0], $i) if $change;
		});
	} (1, 0);
}

# A boot whose rows are these, as [reason, nested, shadow].
sub boot
{
	my (@rows) = @_;

	return map {
		my ($ept, $i) = ($_, $_ ? 1 : 2);

		edit_record(cell(from => "bochs-vmx.ept$ept.boot.s1"), sub {
			my $net = $_[0]{measured}{window}{net};

			for my $row (@rows) {
				$net->{rows}{$row->[0]} = [$row->[$i], 0, 0, 0, 0, 0];
				$net->{exits} = $row->[$i] if $row->[0] == 28;
			}
		});
	} (1, 0);
}

# The line of the expectation with these words.
sub outcome
{
	my ($words) = @_;
	my ($line) = grep { index($_, $words) >= 0 } split(/\n/, section('Controls') // '');

	return (split(/ *\| */, $line // '', -1))[3, 4];
}

sub expected
{
	my ($words, $outcome, $observed, $name) = @_;
	my ($is, $saw) = outcome($words);

	is($is, $outcome, "$name: $outcome");
	like($saw, $observed, "$name: observed");
}

sub report
{
	is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report');
}

run_of('run', boot([10, 300, 310], [30, 400, 390]), both('fork', [100, 900], [1000, 3000]));
report();
expected('workloads of processes', 'holds', qr/fork .*3\.00/, 'slower');
expected('emulate states of real mode', 'holds', qr/^0 runs with ept=1, 30 with ept=0/, 'emulation');
expected('exits 10 (CPUID)', 'holds', qr/^in 1 of 1 workloads/, 'nearly equal');
expected('computation', 'not visible here', qr/page walks cost nothing on bochs-vmx/, 'walks');

run_of('run', boot([10, 300, 400]), both('fork', [100, 900], [1000, 900]));
report();
expected('workloads of processes', '**does not hold**', qr/fork .*0\.90/, 'faster');
expected('exits 10 (CPUID)', '**does not hold**', qr/^in 0 of 1 workloads.*: 300 and 400$/, 'not equal');

run_of('run', both('other', [100, 200], [1000, 900]));
report();
expected('emulate states of real mode', 'not measured', qr/^$/, 'no boot');
expected('workloads of processes', 'not measured', qr/^$/, 'none such');

# Where page walks cost something.
run_of('run', map { edit_record($_, sub { my $c = $_[0]{cell}; $c->{platform} = 'host';
					   $c->{id} =~ s/bochs-vmx/host/ }) }
       both('sysbench-cpu', [100, 200], [1000, 930]), both('sysbench-memory', [100, 200], [1000, 1200]));
report();
expected('computation', 'holds', qr/0\.93/, 'walks on hardware');
expected('large working set', '**does not hold**', qr/1\.20/, 'walks on hardware that are not felt');
is(section('Which paging is faster on a real CPU?'), undef, 'cycles of a CPU are not modelled');

# A run beside that can't be read.
make_path('settings/records');
write_text('settings/records/bad.json', '{');
refuse(1, 'settings that can\'t be read', qr/bad\.json: line 1: not valid JSON/, 'report', 'run', '-o', 'REPORT.md');

done_testing();
