#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What the report says of mechanisms: numbers per operation over seeds, with KPTI and without,
# single exits, exits per request. From measured records, with counts that are made up.
use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use JSON::PP;
use Storable qw(dclone);
use Test::More;

my $points = abs_path("$Bin/points");

sub read_record
{
	my ($path) = @_;

	open(my $f, '<', $path) or die;
	local $/;
	return decode_json(<$f>);
}

sub real
{
	my ($ept) = @_;

	return read_record("$points/bochs-vmx.ept$ept.context-switch.s1.json");
}

my @both = (real(1), real(0));
# Of each point.
my $operations = $both[1]{measured}{points}[0]{operations}{number};

# The same record with other counts at its first point, as [row, more].
sub counting
{
	my ($record, @rows) = @_;

	return edit_record($record, sub {
		my $m = $_[0]{measured};

		for my $change (@rows) {
			my ($row, $more) = @$change;

			for my $window ($m->{window}, $m->{points}[0]{window}) {
				for my $ledger (@$window{qw(end net)}) {
					$ledger->{rows}{$row} //= [0, 0, 0, 0, 0, 0];
					$ledger->{rows}{$row}[0] += $more;
					$ledger->{$_} += $more for qw(exits kvm_exits);
				}
			}
		}
	});
}

sub seed
{
	my ($record, $seed) = @_;

	return edit_record($record, sub {
		$_[0]{cell}{seed} = $seed;
		$_[0]{cell}{id} =~ s/\.s1/.s$seed/;
	});
}

sub without_kpti
{
	my ($record) = @_;

	return edit_record($record, sub {
		my $cell = $_[0]{cell};

		$cell->{variant} = 'pti-off';
		$cell->{id} .= '.pti-off';
		$cell->{settings}{pti} = 'off';
		$_[0]{measured}{pti} = 'off';
	});
}

my $changes = 'What changes without EPT: six mechanisms';

# One seed: its exits are counted, its cycles have two digits.
run_of('run', @both);
is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report');
like(section($changes), qr/^\| 1 \| a switch to another process.* \| none \| \S+ \| 9\.01 \| none \| \S+ \| 9\.5 k \|$/m,
     'one seed: exits in full, cycles with two digits');
like(section($changes), qr/^Exits are .* One seed: the cycles then have two digits/m, 'and the report says so');

# Three seeds: median, least and most.
run_of('run', @both, seed($both[0], 2), seed(counting($both[1], [28, $operations]), 2),
       seed($both[0], 3), seed(counting($both[1], [28, 2 * $operations]), 3));
exitreport('report', 'run', '-o', 'REPORT.md');
like(section($changes), qr/\| none \| \S+ \| 10\.0 \[9\.01\S+11\.0\] \|/, 'three seeds: median and range');
like(section($changes), qr/Median of 3 seeds/, 'how many they are');
like(section('Exits and cycles per operation'), qr/^\| 28 CR_ACCESS \| ept=0 \| 10\.0 \[9\.01\S+11\.0\] \| 9\.02 \|$/m,
     'the appendix has the range where there is one');

# A value whose range has zero in it is none, and so are its cycles.
run_of('run', counting($both[0], [28, -$operations]), $both[1], seed(counting($both[0], [28, $operations]), 2), seed($both[1], 2));
exitreport('report', 'run', '-o', 'REPORT.md');
like(section($changes), qr/^\| 1 \| a switch to another process.* \| none \| \S+ \| 9\.01 \| none \|/m,
     'a range with zero in it: none');

# With KPTI and without, side by side.
run_of('run', @both, without_kpti($both[0]), without_kpti(counting($both[1], [28, -8 * $operations])));
exitreport('report', 'run', '-o', 'REPORT.md');
like(section($changes), qr/^\| 1 \| a switch to another process.* \| none \| 1\.01 \| 9\.01 \|/m, 'KPTI off and on');
like(section($changes), qr/A switch to another process makes 1\.01 without KPTI\..* With KPTI a switch to another process makes 9\.01,/,
     'and in words');
like(report_text(), qr/^### context-switch\.pti-off$/m, 'the appendix has both');
SKIP: {
	skip('no gnuplot', 2) if system('command -v gnuplot > /dev/null');
	is((exitreport('charts', 'run'))[0], 0, 'charts');
	like(slurp('run/charts/bochs-vmx.mechanisms.svg'), qr/EPT off, without KPTI/, 'the chart has a line of its own for it');
	like(slurp('run/charts/bochs-vmx.mechanisms.svg'), qr/without KPTI up to/, 'and says how far it reaches');
}

# A factor is of one KPTI: EPT off without it over EPT on with it is none.
run_of('run', @both, without_kpti($both[1]));
SKIP: {
	skip('no gnuplot', 2) if system('command -v gnuplot > /dev/null');
	is((exitreport('charts', 'run'))[0], 0, 'charts of one mode without KPTI');
	unlike(slurp('run/charts/bochs-vmx.mechanisms.svg'), qr/without KPTI up to/, 'no factor over the other KPTI');
}

# What has fewer seeds or modes than the rest is counted apart.
run_of('run', @both, (map { seed($_, 2) } @both), edit_record($both[0], sub {
	$_[0]{cell}{id} =~ s/context-switch/nested-tdp/;
	$_[0]{cell}{workload} = 'nested-tdp';
}));
exitreport('report', 'run', '-o', 'REPORT.md');
like(report_text(), qr/0 jobs and 1 micro-benchmark, each in both modes with 2 seeds; 1 more micro-benchmark with fewer seeds or in one mode;/,
     'workloads with one mode are not among those with both');

# Where starting the program takes as much as the operations, nothing is drawn of them.
run_of('run', map { edit_record($_, sub {
	my $m = $_[0]{measured};

	$_->{startup} = $_->{window} for @{$m->{points}};
	$m->{startup} = $m->{window};
}) } @both);
SKIP: {
	skip('no gnuplot', 3) if system('command -v gnuplot > /dev/null');
	is((exitreport('charts', 'run'))[0], 0, 'charts of what only starts');
	like(slurp('run/charts/bochs-vmx.mechanisms.dat'), qr/^0\t2(\tNaN){9}$/m, 'what is next to nothing is not drawn');
	like(slurp('run/charts/bochs-vmx.mechanisms.svg'), qr/>CPU time per operation, EPT on and off</, 'nor found');
}

# Single exits: what the program measured by itself.
sub primitive
{
	my ($record, $row, %median) = @_;
	my @names = sort keys %median;

	return edit_record(counting($record, [$row, $operations]), sub {
		my ($r) = @_;

		$r->{cell}{workload} = 'exit-primitives';
		$r->{cell}{id} =~ s/context-switch/exit-primitives/;
		$r->{workload}{points} = join(' ', @names);
		for my $i (0 .. $#names) {
			my $point = $r->{measured}{points}[$i];

			$point->{point} = $names[$i];
			$point->{output} = "$names[$i] n 1000 min 1 median $median{$names[$i]} p99 99999 max 99999 mean 99999\n";
		}
	});
}
run_of('run', primitive($both[0], 49, 'mmio-eventfd' => 1388, 'mmio-kernel' => 3920),
       primitive($both[1], 0, 'mmio-eventfd' => 3966, 'mmio-kernel' => 3844));
exitreport('report', 'run', '-o', 'REPORT.md');
like(section($changes), qr/The notification takes 1\.4 k cycles with EPT and 4\.0 k without\./, 'a notification, by the guest\'s clock');
like(section($changes), qr/A read from a device that KVM emulates takes 3\.9 k and 3\.8 k/, 'and a device that is decoded in both modes');

# The loads of CR3 of a boot are of two sizes: from the histogram of the run with details.
my @boot = map { cell(from => "bochs-vmx.$_.boot.s1") } qw(ept1 ept0);
# As if it were of the same machine.
my $detailed = edit_record(read_record(abs_path("$Bin/detail-records") . '/bochs-vmx.ept0.boot.s1.detail-both.json'),
			   sub { $_[0]{identity} = $boot[1]{identity};
				 $_[0]{cell}{settings} = { %{$boot[1]{cell}{settings}}, detail => 'both' } });

run_of('run', @both, @boot);
exitreport('report', 'run', '-o', 'REPORT.md');
unlike(section($changes), qr/come in two sizes/, 'without details nothing is said of sizes');
like(section($changes), qr/^\*\*6\. Real mode\.\*\* .*: 30 times in a boot, 300 k cycles, 3\.4 % of all/m, 'real mode: from the boot');
raw_run_of('detail', $detailed);
exitreport('report', 'run', '-o', 'REPORT.md');
like(section($changes), qr/of a boot's exits for control registers 5,231 take less than 2,048 cycles and 5,069 take more\. Of the 10,300, all but (\d+) are loads of CR3\./,
     'with details: how many of each, and of what');

# Exits per request: notifications are faults of two kinds, and what is no column is others.
sub requests
{
	my ($ept, $pti, %rows) = @_;

	return edit_record(cell(from => "bochs-vmx.ept$ept.fork.s1", workload => 'fio-randread'), sub {
		my ($r) = @_;
		my $net = $r->{measured}{window}{net};

		$r->{workload}{operations} = '100 reads of 4 KiB';
		$r->{measured}{pti} = $pti;
		$r->{measured}{startup} = undef;
		$net->{rows} = { map { $_ => [$rows{$_}, 100 * $rows{$_}, 0, 0, 0, 0] } keys %rows };
		$net->{exits} = 0;
		$net->{exits} += $_ for values %rows;
	});
}
run_of('run', requests(1, 'off', 49 => 46, 12 => 50, 32 => 4), requests(0, 'off', 0 => 47, 12 => 48, 32 => 4, 28 => 0));
is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report of requests');
like(section('Exits per request'), qr/^\| a read of 4 KiB \| fio-randread \| EPT on \| 0\.46 \| 0\.50 \| none \| 0\.04 \| 1\.00 \|$/m, 'with EPT');
like(section('Exits per request'), qr/^\| a read of 4 KiB \| fio-randread \| EPT off \| 0\.47 \| 0\.48 \| none \| 0\.04 \| 0\.99 \|$/m, 'without');
unlike(section('Exits per request'), qr/entries into the kernel/, 'nothing of KPTI where it was not measured');
is(section('Why a longer run makes more exits for interrupts'), undef, 'nor of interrupts that cost no more');

run_of('run', requests(1, 'on', 49 => 46, 12 => 50, 7 => 30, 32 => 41), requests(0, 'on', 0 => 47, 12 => 48, 28 => 808, 7 => 115, 32 => 189));
exitreport('report', 'run', '-o', 'REPORT.md');
like(section('Exits per request'), qr/A random read of fio's makes 2\.02 entries into the kernel/, 'with KPTI: entries');
like(section('Why a longer run makes more exits for interrupts'),
     qr/fio-randread on \S+.* makes 41 MSR exits and 30 interrupt windows with EPT, and 189 and 115 without, net of start-up\./, 'and interrupts');

# Start-up has some of them, too.
run_of('run', map { edit_record($_, sub {
	my $m = $_[0]{measured};

	$m->{startup} = dclone($m->{window});
	$m->{startup}{net}{rows} = { 32 => [4, 400, 0, 0, 0, 0], 7 => [1, 100, 0, 0, 0, 0] };
	$m->{startup}{net}{exits} = 5;
}) } requests(1, 'on', 49 => 46, 12 => 50, 7 => 30, 32 => 41), requests(0, 'on', 0 => 47, 12 => 48, 28 => 808, 7 => 115, 32 => 189));
exitreport('report', 'run', '-o', 'REPORT.md');
like(section('Why a longer run makes more exits for interrupts'),
     qr/makes 37 MSR exits and 29 interrupt windows with EPT, and 185 and 114 without/, 'without those of start-up');

done_testing();
