#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The report's section on hardware: with and without KPTI, and against what others measured.
use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use JSON::PP;
use Test::More;

my $points = abs_path("$Bin/points");

# Both modes of a workload whose guest has KPTI on or off; %more as for cell().
sub both
{
	my ($workload, $pti, %more) = @_;

	return map {
		edit_record(cell(from => "bochs-vmx.ept$_.fork.s1", workload => $workload, %more),
			    sub { $_[0]{measured}{pti} = $pti });
	} 1, 0;
}

# Measured context switches, under another name: something that has points.
sub calls
{
	my ($pti, $workload) = @_;

	return map {
		open(my $f, '<', "$points/bochs-vmx.ept$_.context-switch.s1.json") or die;
		local $/;
		my $r = decode_json(<$f>);

		$r->{cell}{workload} = $workload;
		$r->{cell}{id} =~ s/context-switch/$workload/;
		$r->{measured}{pti} = $pti;
		$r;
	} 1, 0;
}

sub report
{
	run_of('run', @_);
	is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report');
	return section('Which paging is faster on a real CPU?') // '';
}

# Exits of a row that an operation of the first point makes, by itself.
sub per_operation
{
	my ($r, $row, $i) = @_;
	my $p = $r->{measured}{points}[0];
	my @net = map { ($p->{$_}{net}{rows}{$row} // [0, 0])->[$i] } qw(window startup);

	return ($net[0] - $net[1]) / $p->{operations}{number};
}

my $text = report(both('fork', 'off'), both('fork', 'on', settings => { pti => 'on' }),
		  both('spoon', 'off'));
like($text, qr/^- \x{e2}\x{89}\x{88} \*\*KPTI off: EPT wins in 2 of 2 workloads\.\*\*.*^- .*KPTI on: EPT wins in 1 of 1 workload\.\*\*/ms,
     'a line for each');
like($text, qr/^\| fork \|(?: [^|]+\| [^|]+\| EPT \|){2}$/m, 'both in the row of a workload');
like($text, qr/^\| spoon \| [^|]+\| [^|]+\| EPT \|  \|  \|  \|$/m, 'what was not measured is empty');
unlike($text, qr/real CPU\?\*\*/, 'no operation, no comparison with what others measured');

# 6.32 M - 72 k instructions and 1,460 - 16 exits, less those of starting up.
like($text, qr/fork \| 3\.56 M\x{e2}\x{80}\x{93}13\.8 M = 1\.11\x{e2}\x{80}\x{93}5\.52 ms/, 'by hand: 1,395 x 440 + 5.898 M / 2, at 3.2 GHz; 1,395 x 1,431 + 2 x 5.898 M, at 2.5');

$text = report(both('fork', 'on'));
unlike($text, qr/KPTI off/, 'nothing of a KPTI that was not measured');
is(report(both('fork', undef)), '', 'no section where records do not tell');
# Against a CPU.
my @calls = calls('on', 'syscall');
my ($tdp, $shadow) = @calls;
my $cr = per_operation($shadow, 28, 0) - per_operation($tdp, 28, 0);
$text = report(@calls);
my ($more, $outcome) = $text =~ /^\| getpid, KPTI on \(here `syscall` at size \d+\) \| ([\d.]+) \|.*\| ([^|]+) \|$/m;
is(sprintf('%.2f', $cr), $more, 'exits of an operation, computed twice');
is($outcome, '**less than expected**', 'more exits than a system call has: the CPU was faster');
unlike($text, qr/getpid, KPTI off/, 'and no row of what was not measured');

# So many operations that none has an exit of its own.
my @quiet = map { edit_record($_, sub { $_[0]{measured}{points}[0]{operations}{number} = 100_000_000 }) } calls('off', 'syscall');
like(report(@quiet), qr/^\| getpid, KPTI off .* \| 0\.00 \| 0 \| none \| none \| 0 .* \| as expected \|$/m,
     'without KPTI: nothing expected, nothing measured');

done_testing();
