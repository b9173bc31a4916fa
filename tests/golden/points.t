#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Workloads that were measured at points: tables, report, chart, and what must come of
# them. From measured records, with two of their points.
use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use JSON::PP;
use Test::More;

my $points = abs_path("$Bin/points");

sub real
{
	my ($ept) = @_;

	open(my $f, '<', "$points/bochs-vmx.ept$ept.context-switch.s1.json") or die;
	local $/;
	return decode_json(<$f>);
}

my @both = (real(1), real(0));

# A record in which a count of the point's window is another one: nothing but the rule is
# broken then, for everything that it is a part of goes along.
sub counting
{
	my ($record, $point, $row, $more) = @_;

	return edit_record($record, sub {
		my $m = $_[0]{measured};

		for my $window ($m->{window}, $m->{points}[$point]{window}) {
			for my $ledger (@$window{qw(end net)}) {
				$ledger->{rows}{$row} //= [0, 0, 0, 0, 0, 0];
				$ledger->{rows}{$row}[0] += $more;
				$ledger->{$_} += $more for qw(exits kvm_exits);
			}
		}
	});
}

run_of('run', @both);
expect(0, 'points-check.txt', 'check', 'check', 'run');
is((exitreport('tables', 'run'))[0], 0, 'tables');
same('run/tables/points.csv', 'points.csv', 'points.csv');
is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report');
ok(section('Exits and cycles per operation'), 'there is a section');
same('section', 'section-mechanisms.md', 'the section');
SKIP: {
	skip('no gnuplot', 4) if system('command -v gnuplot > /dev/null');
	is((exitreport('charts', 'run'))[0], 0, 'charts');
	same('run/charts/bochs-vmx.mechanisms.dat', 'points-chart.dat', 'what is drawn');
	my $svg = slurp('run/charts/bochs-vmx.mechanisms.svg');
	like($svg, qr/EPT off: an operation takes up to \S+?3\.8 the CPU time \(context-switch\)/, 'its title is the finding');
	like($svg, qr/>processes</, 'and the axis says what its numbers are');
}

# Sums and charts of workloads that do a job are without those of one mechanism.
run_of('mixed', @both, map { cell(from => "bochs-vmx.$_.s1") } qw(ept1.boot ept0.boot ept1.fork ept0.fork));
is((exitreport('report', 'mixed', '-o', 'REPORT.md'))[0], 0, 'report of jobs and a mechanism');
my $table = section('Which workloads notice?');
like($table, qr/^\| fork \|.*^\| boot \|/ms, 'jobs are in the table of workloads');
unlike($table, qr/context-switch/, 'a mechanism is not');
like(section('What does each workload cost in both modes?'), qr/^\| context-switch \|/m, 'but in the appendix');
# 6,049,124 and 8,301,330 cycles against 21,827,840 and 28,411,699, without starting up.
like(report_text(), qr/of system calls and switches by \S+?3\.5 \(context-switch\)/, 'the answer has its factor, net');
ok(section('Exits and cycles per operation'), 'the mechanism has its section');
SKIP: {
	skip('no gnuplot', 2) if system('command -v gnuplot > /dev/null');
	is((exitreport('charts', 'mixed'))[0], 0, 'charts of jobs and a mechanism');
	my $chart = slurp('mixed/charts/bochs-vmx.cpu-time.dat');
	like($chart, qr/\tboot$/m, 'the chart of the CPU time has the jobs');
	unlike($chart, qr/context-switch/, 'and not the mechanism');
}

# Where all is the start of the program there is no factor, but it was measured.
run_of('starts', map { edit_record(cell(from => "bochs-vmx.$_.fork.s1"), sub {
	$_[0]{measured}{startup} = $_[0]{measured}{window};
}) } qw(ept1 ept0));
exitreport('report', 'starts', '-o', 'REPORT.md');
like(report_text(), qr/^Next to nothing was measured but the start of programs/m, 'a program that only starts: no factor');
unlike(report_text(), qr/[Nn]o workload was measured in both/, 'and nobody says that it was not measured');

# Published times of an operation: by operation, and with KPTI as the source says.
sub syscalls
{
	my ($pti) = @_;

	return map { edit_record($_, sub {
		$_[0]{cell}{workload} = 'syscall';
		$_[0]{cell}{id} =~ s/context-switch/syscall/;
		$_[0]{measured}{pti} = $pti;
	}) } @both;
}
for my $case (['on', '0.22 | 2.09', '9.50', 'same direction'], ['off', '0.06 | 0.06', '1.00', 'differs']) {
	my ($pti, $published, $change, $direction) = @$case;

	run_of('times', syscalls($pti));
	exitreport('report', 'times', '-o', 'REPORT.md');
	my @rows = section('Against published numbers') =~ /^\| (getpid .*) \|$/mg;
	is(scalar @rows, 1, "KPTI $pti: one published time is of such a guest");
	like($rows[0], qr/KPTI $pti \| $published \| us \| \S+$change \| syscall \| 4\.49 k \| 15\.7 k \| \S+3\.50 \| $direction$/,
	     "KPTI $pti: against an operation's busy cycles");
}

# One mode alone has no chart of two, but its numbers.
run_of('run', $both[1]);
is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report of one mode');
unlike(section('Exits and cycles per operation'), qr/ept=1/, 'one mode: nothing of the other');

# A hand-over that made an exit fewer, and writes to CR3 that exit in the wrong mode.
my $all = $both[1]{measured}{points}[1]{operations}{number};
run_of('run', $both[0], counting($both[1], 1, 28, -$all));
refuse(1, 'check: too few exits',
       qr/^FAIL    bochs-vmx\.ept0\.context-switch\.s1: exits 28: 9 per operation .*; observed 8\.\d+ to 9\.\d+, wrong at point 16$/m,
       'check', 'run');
like((exitreport('check', 'run'))[1], qr/ 0 broken; 3 rules of mechanisms checked, 1 failed$/m,
     'check: and no law is broken');
is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report of a rule that fails');
like(section('Predicted exit counts'), qr/^\| context-switch \| ept=0 \| KPTI on \| 28 \| 9 \| 8\.\d+ to 9\.\d+ \| \*\*fails\*\* in 1 of 1: bochs-vmx\.ept0\.context-switch\.s1 \|/m,
     'report: says so');

# A prediction has two sides, and what none of them is about has a limit of its own.
run_of('run', $both[0], counting($both[1], 1, 28, $all));
refuse(1, 'check: too many exits of what was predicted',
       qr/^FAIL    .*ept0.*: exits 28: 9 per operation .*; observed 9\.\d+ to 10\.\d+, wrong at point 16$/m, 'check', 'run');
run_of('run', $both[0], counting($both[1], 0, 10, $all));
refuse(1, 'check: exits that nothing predicts',
       qr/^FAIL    .*ept0.*: exits all others: at most 0\.20 per operation .*; observed 0\.\d+ to 1\.\d+, wrong at point 2$/m, 'check', 'run');
unlike((exitreport('check', 'run'))[1], qr/exits 28/, 'check: those that are predicted are not among them');
run_of('run', counting($both[0], 0, 28, $all), $both[1]);
refuse(1, 'check: too many exits', qr/^FAIL    .*ept1.*: exits all: at most 0\.05 per operation .*wrong at point 2$/m,
       'check', 'run');

# Without page tables of the kernel's own another rule holds.
run_of('run', edit_record($both[1], sub { $_[0]{measured}{pti} = 'off' }));
refuse(1, 'check: the rule for KPTI is only for KPTI', qr/^FAIL    .*ept0.*: exits 28: 1 per operation /m, 'check', 'run');
unlike((exitreport('check', 'run'))[1], qr/9 per operation/, 'check: and the other is not looked at');

# A record of the commands of today is held to the rules of today, as it is to the laws, and the
# report says that they are younger. Of other commands the rules are its own.
sub with_rules
{
	my ($record, %rules) = @_;

	return edit_record($record, sub {
		my $m = $_[0]{measured};

		$_[0]{schema} = 'exitmeter-record/2';
		$_[0]{workload}{$_} = $rules{$_} for keys %rules;
		$m->{l1_ledgers} = delete $m->{host_ledger};
		delete $m->{laws};
	});
}
my %other = (command => 'other --processes {point}');
run_of('run', map { with_rules($_, expect => ['both halt >= 7 so it was thought']) } @both);
like((exitreport('check', 'run'))[1], qr/; 3 rules of mechanisms checked, 0 failed$/m, 'the commands of today: the rules of today');
exitreport('report', 'run', '-o', 'REPORT.md');
like(section('Predicted exit counts'), qr/younger than the records/, 'the report says that they are younger');
unlike(section('Predicted exit counts'), qr/so it was thought/, 'and has no others');
run_of('run', map { with_rules($_, %other) } @both);
is((exitreport('check', 'run'))[0], 0, 'other commands without rules: nothing to fail');
unlike((exitreport('check', 'run'))[1], qr/rules/, 'other commands without rules: none is checked');
run_of('run', map { with_rules($_, %other, explain => 'It *hands* over.', expect => [
	'both points=16 cr >= 8.5 made|up', 'tdp cr == 0 none of [them](http://x)', 'shadow cpuid == 1 just one',
]) } @both);
refuse(1, 'rules of the record: what fails',
       qr/^FAIL    .*ept0.*: exits 10: 1 per operation \(just one\); .* wrong at point 2$/m, 'check', 'run');
like((exitreport('check', 'run'))[1], qr/; 4 rules of mechanisms checked, 2 failed$/m, 'rules of the record: all of them');
exitreport('report', 'run', '-o', 'REPORT.md');
like(section('Exits and cycles per operation'), qr/ It \\\*hands\\\* over\./, 'what is explained is no markup');
like(section('Predicted exit counts'), qr/\| ept=1 \| +\| 28 \| none \|.*\| none of \\\[them\\\]\(http\\:\/\/x\) \|$/m,
     'nor is the reason');
unlike(section('Predicted exit counts'), qr/younger/, 'rules of the record: they are as old as it is');
run_of('run', with_rules($both[0], expect => ['tdp cr <= 1']));
refuse(1, 'a rule that is none', qr/ept1.*: not a usable record: workload\.expect\[0\]: "" is not a reason/, 'check', 'run');

# The sum is that of the points, and each of them is looked at.
run_of('run', edit_record($both[1], sub { $_[0]{measured}{points}[1]{window}{net}{rows}{28}[1]++ }));
refuse(1, 'check: a sum that is none', qr/law "points" .*, window: difference -1: reason 28 CR_ACCESS, kernel$/m,
       'check', 'run');
refuse(1, 'check: a point whose net is wrong', qr/law "net" .*, point 16: difference 1: /, 'check', 'run');

# Records that can't be.
for my $case (['no operations', qr/ept0.*: not a usable record: a point has no operations/,
	       sub { $_[0]{operations}{number} = 0 }],
	      ['operations that are null', qr/not a usable record: a point has no operations/, sub { $_[0]{operations} = undef }],
	      ['no name', qr/not a usable record: .*point/, sub { delete $_[0]{point} }],
	      ['no window', qr/not a usable record/, sub { $_[0]{window} = undef }]) {
	my ($what, $message, $change) = @$case;

	run_of('run', edit_record($both[1], sub { $change->($_[0]{measured}{points}[0]) }));
	refuse(1, "a point with $what", $message, 'check', 'run');
}

# Modes that differ in their points are not set side by side.
run_of('run', $both[0], edit_record($both[1], sub {
	$_[0]{measured}{points}[0]{point} = '3';
	$_[0]{workload}{points} =~ s/^\S+/3/;
}));
is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report of other points in the other mode');
is(section('Exits and cycles per operation'), undef, 'other points: no section');

done_testing();
