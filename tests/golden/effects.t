#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The report's section about the settings that change something.
use strict;
use warnings;
use File::Path qw(make_path);
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

# fork in both modes, with more exits for control registers.
sub fork_pair
{
	my ($settings, $tdp, $shadow, %more) = @_;
	my %extra = (ept1 => $tdp, ept0 => $shadow);

	return map {
		my $parameter = $_;

		edit_record(cell(from => "bochs-vmx.$parameter.fork.s1", settings => $settings, %more), sub {
			my $net = $_[0]{measured}{window}{net};

			$net->{rows}{28} //= [0, 0, 0, 0, 0, 1000];
			$net->{rows}{28}[$_] += $extra{$parameter} * ($_ ? 1000 : 1) for 0, 1;
			$net->{exits} += $extra{$parameter};
			$net->{kernel} += $extra{$parameter} * 1000;
			$net->{wall} += $extra{$parameter} * 1000;
		});
	} qw(ept1 ept0);
}

sub failed
{
	return map {
		my $r = $_;

		$r->{status} = 'failed';
		$r->{error} = 'the guest hangs';
		delete $r->{measured};
		$r;
	} @_;
}

sub report_of
{
	run_of('data/run', @_);
	my ($status, undef, $told) = exitreport('report', 'data/run', '-o', 'REPORT.md');

	is($status, 0, 'report') or diag($told);
	return section('What do KPTI, huge pages and vCPUs change?');
}

make_path('data');
my @plain = fork_pair({}, 100, 0);
my @pti = fork_pair({ pti => 'on' }, 100, 2000);
my @memory = fork_pair({ memory => 512 }, 104, 5);
my @haswell = map { edit_record($_, sub { $_[0]{measured}{pti} = 'on' }) }
	      fork_pair({ cpu => 'haswell' }, 100, 900);
my @several = fork_pair({ memory => 512, pti => 'on' }, 100, 7000);

is(report_of(@plain), undef, 'no setting: no section');
my $text = report_of(@plain, @pti, @memory, @haswell, @several);
same('section', 'section-effects.md', 'as expected');
like($text, qr/^\| `pti = on` \| fork \| 114 → 114 \| 1\.41 k → 3\.41 k \| ×12\.4 → ×29\.9 \|/m,
     'exits and factors, from the default to the setting');
like($text, qr/^\| Core i7-4770, 2013 \| fork \|/m, 'a CPU has a name');
like($text, qr/Of the CPUs here, Linux turns KPTI on by itself on Core i7-4770, 2013\.$/m, 'and KPTI where the record says so');
like($text, qr/^- \*\*Neither exits nor CPU time\*\* change by more .* with `memory` \(512\), in 1 comparison of 1 workload\.$/m,
     'what changes nothing is in a sentence');
unlike($text, qr/\| `memory|8\.46 k|\*\*Huge|\*\*vCPUs/, 'and in no row, nor is what differs in two, nor what was not measured');

# All of them, in an appendix; a micro-benchmark too.
my @mechanism = map { edit_record($_, sub { $_[0]{workload}{group} = 'mechanism' }) } map {
	fork_pair($_, 100, $_->{pti} ? 500 : 0, workload => 'touch')
} {}, { pti => 'on' };
report_of(@plain, @pti, @memory, @several, @mechanism, failed(fork_pair({ vpid => 'off' }, 0, 0)));
ok(section('What the settings change'), 'the appendix');
same('section', 'section-settings.md', 'as expected');
like(slurp('section'), qr/^\| on \| touch \|/m, 'with micro-benchmarks');
like(slurp('section'), qr/^As many exits and as much CPU time, within 15 % \(or 16 exits\): fork \(512\)\.$/m, 'and those that change nothing');
like(slurp('section'), qr/^1 pair of cells is in no table: several settings/m, 'and how many are compared with none');

like(report_of(@plain, @memory, fork_pair({ memory => 128 }, 100, 0), fork_pair({ vpid => 'off' }, 100, 0)),
     qr/with `memory` \(128, 512\), `vpid` \(off\), in 3 comparisons of 1 workload\.$/m, 'comparisons are no workloads');
my $same = report_of(@plain, @memory);
unlike($same, qr/^\||\*\*KPTI/m, 'nothing changes: no table');
like($same, qr/^- \*\*Neither exits nor CPU time\*\*/m, 'and says so');

# Exits that each take longer are a change, too.
my @longer = map {
	edit_record($_, sub { $_[0]{measured}{window}{net}{wall} += 2_000_000 })
} fork_pair({ ioeventfd => 'off' }, 100, 0);
my $long = report_of(@plain, @longer);
like($long, qr/^\| `ioeventfd = off` \| fork \| 114 → 114 \|(?:[^|]*\|){2} 900 k → 2\.90 M \|/m, 'CPU time that grows is a change');
like($long, qr/^- \*\*`ioeventfd` off\*\*/m, 'with its reason');

# A run beside this one of another image: who knows what differs.
run_of('data/settings', map { edit_record($_, sub { $_[0]{identity}{image} = 'another' }) } @pti);
is(report_of(@plain), undef, 'another image: not compared');
run_of('data/settings', @pti, failed(fork_pair({ hugepages => 'off' }, 0, 0)));
like(report_of(@plain), qr/^\| `pti = on` \| fork \|/m, 'the same image: compared');
like(slurp('data/run/report/settings.md'), qr/\| bochs-vmx.ept1.fork.s1.hugepages-off \| failed \| the guest hangs \|/,
     'a cell that failed is named');

# Named on the command line.
rename('data/settings', 'elsewhere') or die;
is((exitreport('report', 'data/run', '-o', 'REPORT.md', '--settings', 'elsewhere'))[0], 0, 'report --settings');
ok(section('What the settings change'), 'report --settings: has the appendix');
refuse(1, 'report --settings of nothing', qr/nowhere\/records: No such file.*it should tell what the settings change/,
       'report', 'data/run', '--settings', 'nowhere');

done_testing();
