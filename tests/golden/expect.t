#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What others' measurements lead one to expect: each outcome, from made-up cells.
use strict;
use warnings;
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

sub pti
{
	my ($on) = @_;

	return sub { $_[0]{measured}{pti} = $on };
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
	my ($line) = grep { index($_, $words) >= 0 } split(/\n/, section('Expectations') // '');

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

run_of('run', boot([28, 20, 4000], [7, 100, 1000], [12, 100, 50], [10, 300, 310]),
       both('calls', [100, 900], [1000, 2000], pti('on')),
       both('file-create', [100, 200], [1000, 1350]),
       both('fork', [100, 900], [1000, 3000]),
       both('fork', [100, 900], [1000, 4000], undef, settings => { vcpus => 2 }));
run_of('settings', both('calls', [100, 300], [1000, 1100], pti('off'), settings => { pti => 'off' }));
report();
expected('all exits go up', 'direction holds, amount does not', qr/\x{d7}200|200/, 'all exits');
expected('exits 28 go up', 'holds', qr/200/, 'within the range');
expected('exits 7 go up', 'holds', qr/10\.0/, 'at a factor of 10');
expected('exits 12 go down to', 'holds', qr/0\.50/, 'a range below 1');
expected('KPTI in L2 widens', 'holds', qr/^calls: exits .*9\.00 with it, .*3\.00 without$/, 'KPTI');
expected('workloads of processes', 'holds', qr/fork .*3\.00/, 'slower');
expected('the more vCPUs', 'holds', qr/^fork: .*3\.00 with one vCPU, .*4\.00 with several$/, 'concurrency');
expected('creating files', 'holds', qr/^file-create .*1\.35$/, 'by a factor');
expected('computation', 'not visible here', qr/page walks cost nothing on bochs-vmx/, 'walks');
expected('guest of a guest', 'not visible here', qr/it runs no guests/, 'nested guests');
expected('emulates real mode', 'holds', qr/^0 runs with ept=1, 30 with ept=0/, 'emulation');

run_of('run', boot([28, 20, 18], [7, 1000, 100], [12, 100, 200]),
       both('calls', [100, 200], [1000, 2000], pti('on')),
       both('file-create', [100, 200], [1000, 1600]),
       both('fork', [100, 900], [1000, 3000]),
       both('fork', [100, 900], [1000, 2000], undef, settings => { vcpus => 2 }));
report();
expected('exits 28 go up', 'not measured', qr/^20 with ept=1, 18 with ept=0: too few to tell$/, 'few exits');
expected('exits 7 go up', '**does not hold**', qr/0\.10/, 'down where up was expected');
expected('exits 12 go down to', '**does not hold**', qr/2\.00/, 'up where down was expected');
expected('KPTI in L2 widens', '**does not hold**', qr/2\.00 with it, .*3\.00 without/, 'KPTI');
expected('the more vCPUs', '**does not hold**', qr/3\.00 with one vCPU, .*2\.00/, 'concurrency');
expected('creating files', 'direction holds, amount does not', qr/1\.60/, 'by another factor');

run_of('run', both('calls', [100, 200], [1000, 900], pti('on')),
       both('file-create', [100, 200], [1000, 900]));
run_of('settings', both('other', [100, 300], [1000, 1100], pti('off'), settings => { pti => 'off' }));
report();
expected('exits 28 go up', 'not measured', qr/^$/, 'no boot');
expected('KPTI in L2 widens', 'not measured', qr/^no workload was measured with and without it$/, 'KPTI');
expected('the more vCPUs', 'not measured', qr/^no such workload/, 'concurrency');
expected('creating files', '**does not hold**', qr/0\.90/, 'faster');

# Where page walks cost something.
run_of('run', map { edit_record($_, sub { my $c = $_[0]{cell}; $c->{platform} = 'host';
					   $c->{id} =~ s/bochs-vmx/host/ }) }
       both('sysbench-cpu', [100, 200], [1000, 930]), both('sysbench-memory', [100, 200], [1000, 1200]));
report();
expected('computation', 'holds', qr/0\.93/, 'walks on hardware');
expected('large working set', '**does not hold**', qr/1\.20/, 'walks on hardware that are not felt');
is(section('Modelled on hardware'), undef, 'cycles of a CPU are not modelled');

# A run beside that can't be read.
write_text('settings/records/bad.json', '{');
refuse(1, 'settings that can\'t be read', qr/bad\.json: line 1: not valid JSON/, 'report', 'run', '-o', 'REPORT.md');

done_testing();
