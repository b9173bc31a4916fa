#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What measuring costs, from made-up figures that can be checked by hand.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

# A figure's line. Most exits take the same each time, but for an interrupt now and then.
sub line
{
	my ($name, $median) = @_;
	my ($min, $p99, $max) = ($median, $median, $median + 500);

	return "$name n 1000 min $min median $median p99 $p99 max $max mean $median\n";
}

sub costly
{
	my ($shadow, $workload, $output, %settings) = @_;
	my $from = $shadow ? 'bochs-vmx.ept0.fork.s1' : 'bochs-vmx.ept1.fork.s1';
	my $r = cell(from => $from, workload => $workload, settings => \%settings);

	$r->{workload} = { summary => 'MADE UP', group => 'primitives', measure => 'none' };
	$r->{status} = 'unmeasured';
	delete $r->{measured}{window};
	delete $r->{measured}{startup};
	delete $r->{measured}{host_ledger} if ($settings{meter} // 'on') eq 'off';
	$r->{measured}{output} = $output;
	return $r;
}

# Cycles on the unpatched KVM with nested and with shadow paging.
my @exits = (
	[nothing => 50, 50], [cpuid => 900, 902], [rdmsr => 950, 950],
	['in-kernel' => 1200, 1210], ['in-user' => 30_000, 30_000], [fault => 5000, 4000],
	['cr3-write' => 52, 1500], [hlt => 9000, 9100],
);
# What the ways add to an exit.
my %added = (unpatched => 0, off => 2, on => 30, hist => 900, bpf => 500, perf => 3000,
	     histogram => 70, keys => 110, both => 140);
my %way = (
	unpatched => { kvm => 'unpatched', meter => 'off' },
	off => { meter => 'off' },
	on => {},
	map({ ($_ => { detail => $_ }) } qw(histogram keys both)),
	map({ ($_ => { kvm => 'unpatched', meter => 'off', observer => $_ }) } qw(hist bpf perf)),
);

sub exits
{
	my ($shadow, $way, $change) = @_;
	my $output = "loading the module\n";

	for my $exit (@exits) {
		my ($name, @cycles) = @$exit;
		my $none = $name eq 'nothing' || ($name eq 'cr3-write' && !$shadow);
		my $more = $none ? 0 : $name eq 'in-user' && $way eq 'on' ? 80 : $added{$way};

		$more += $change->{$name} // 0 if $change;
		$output .= line($name, $cycles[$shadow] + $more);
	}
	return costly($shadow, 'exit-cost', $output, %{$way{$way}}, hugepages => 'off');
}

sub meter
{
	my ($vcpus) = @_;
	my $r = costly(0, 'meter-cost', line('cpuid', 900) . line('latch', 4000 + 3000 * $vcpus),
		       vcpus => "$vcpus");
	my $ledgers = $r->{measured}{host_ledger}{end};

	$ledgers->[0]{sums}{bytes} = 6000;
	push @$ledgers, { %{$ledgers->[0]}, vcpu => $_ } for 1 .. $vcpus - 1;
	$r->{measured}{kvm_stats}{end}{exits} *= $vcpus;
	return $r;
}

sub window
{
	my ($exits) = @_;

	return costly(0, 'window-cost', "window exits $exits\nsnapshot exits 42\n");
}

sub everything
{
	my (%replace) = @_;
	my @cells;

	for my $way (qw(off on unpatched hist bpf perf)) {
		push @cells, $replace{$way} ? $replace{$way}->($_) : exits($_, $way) for 0, 1;
	}
	return (grep { defined } @cells, map({ meter($_) } 1, 2, 4), window($replace{window} // 1));
}

run_of('run', everything());
expect(0, 'overhead.txt', 'overhead', 'overhead', 'run');
expect(0, 'overhead.csv', 'overhead --csv', 'overhead', 'run', '--csv');
ok(!-e "run/$_", "a query writes no $_") for qw(tables charts);
is((exitreport($_, 'run', 'overhead'))[0], 0, "$_ of the topic") for qw(tables charts);
is(join(' ', glob('run/tables/*')), 'run/tables/overhead.csv', 'and of no other');
refuse(1, 'no such topic', qr/no topic "spoon"; there are answer, modes,/, 'charts', 'run', 'spoon');
same('run/tables/overhead.csv', 'overhead.csv', 'tables/overhead.csv');
same('run/charts/overhead.dat', 'overhead.dat', 'charts/overhead.dat');
ok(-s "run/charts/overhead.$_", "charts/overhead.$_") for qw(svg);
is((exitreport('check', 'run'))[0], 0, 'check: cells without a window are no failures');

# Targets that are missed. The change of a way is what it adds beyond the above.
sub missed
{
	my ($name, $pattern, %replace) = @_;

	run_of('run', everything(%replace));
	refuse(1, $name, $pattern, 'overhead', 'run');
}

sub changed
{
	my ($way, %change) = @_;

	return ($way => sub { exits($_[0], $way, $_[0] ? \%change : undef) });
}

missed('off costs 3', qr/^meter off: .* 6 +2 +3 +rdmsr, ept=0 +MISSED$/m, changed(off => rdmsr => 1));
missed('on costs 33', qr/^meter on: .* 6 +30 +33 +rdmsr, ept=0 +MISSED$/m, changed(on => rdmsr => 3));
missed('perf is 89.9 times as expensive', qr/^perf .* 6 +×89.9 +×100 +cpuid, ept=0 +MISSED$/m,
       changed(perf => cpuid => -303));
missed('a window of 2 exits', qr/^an empty window: .* 1 +2 +2 +window-cost, ept=1 +MISSED$/m,
       window => 2);
missed('perf was not measured', qr/^perf .* 0 +6 +NOT MEASURED$/m, perf => sub { return });
missed('no unpatched KVM', qr/^meter on.* 0 +6 +NOT MEASURED$/m, unpatched => sub { return });
missed('one mode of off was not measured', qr/^meter off.* 3 +3 +2 +2 .*MISSED$/m,
       off => sub { $_[0] ? undef : exits($_[0], 'off') });
run_of('run', everything(changed(on => hlt => 100, 'in-user' => 50, fault => 50)));
is((exitreport('overhead', 'run'))[0], 0,
   'sleeping, going through the VMM, and what depends on memory in use is not judged');
run_of('run', everything(changed(off => rdmsr => -5)));
is((exitreport('overhead', 'run'))[0], 0, 'off may cost less than nothing');
run_of('run', everything(bpf => sub { return }));
is((exitreport('overhead', 'run'))[0], 0, 'without BPF');

# A meter that keeps more has columns of its own, and no target.
sub with_details
{
	my (@ways) = @_;

	return (everything(), map { my $way = $_; map { exits($_, $way) } 0, 1 } @ways);
}

run_of('run', with_details(qw(histogram keys both)));
my ($status, $text) = exitreport('overhead', 'run');
is($status, 0, 'histograms and keys are not judged');
like($text, qr/meter on  with histogram  with keys  with both/, 'they have columns');
like($text, qr/^cpuid .* ept=1 +900 +\+2 +\+30 +\+70 +\+110 +\+140 +\+900 /m, 'what they add');
run_of('run', with_details('keys'));
($status, $text) = exitreport('overhead', 'run');
like($text, qr/meter on  with keys /, 'keys alone');
unlike($text, qr/with histogram|with both/, 'and nothing of the others');

# Elsewhere a cycle is no instruction.
run_of('run', map { $_->{cell}{platform} = 'tcg-svm'; $_->{cell}{id} =~ s/^bochs-vmx/tcg-svm/; $_ }
       everything());
refuse(1, 'no target is judged by a clock', qr/^meter on.* 0 +NOT MEASURED$/m, 'overhead', 'run');

# Output that can't be used.
sub unusable
{
	my ($name, $pattern, $output) = @_;

	run_of('run', costly(0, 'exit-cost', $output));
	refuse(1, $name, qr/records\/bochs-vmx.ept1.exit-cost.s1.json: .*$pattern/, 'overhead', 'run');
}

unusable('no output', qr/no figures in measured.output; run the cell again/, undef);
unusable('output without figures', qr/no figures/, "insmod: no such file\n");
unusable('a negative number', qr/line 2 of the output, "cpuid n.*": a figure is not a number/,
	 "x\ncpuid n 5 min -1 median 2 p99 3 max 4 mean 2\n");
unusable('a number with a unit', qr/line 1 .*: a figure is not a number/,
	 "cpuid n 5 min 1 median 2us p99 3 max 4 mean 2\n");
unusable('a figure too few', qr/not a name and six figures/,
	 "cpuid n 5 min 1 median 2 p99 3 max 4\n");
unusable('figures of other names', qr/the figures are not n, min, median/,
	 "cpuid n 5 min 1 mean 2 p99 3 max 4 median 2\n");
unusable('a median below the shortest', qr/not min <= median <= p99 <= max/,
	 "cpuid n 5 min 3 median 2 p99 3 max 4 mean 3\n");
unusable('no samples', qr/not min <= median/, "cpuid n 0 min 1 median 2 p99 3 max 4 mean 2\n");
unusable('a name twice', qr/the name is there twice/, line('cpuid', 900) x 2);
unusable('exits that are no number', qr/the number of exits is not one/, "window exits many\n");
run_of('run', edit_record(meter(1), sub {
	$_[0]{measured}{host_ledger}{end}[0]{sums}{bytes} = -1;
}));
refuse(1, 'a negative size', qr/what L1 read, "end": vcpu 0: "bytes" is no size/, 'overhead',
       'run');
run_of('run', cell(from => 'bochs-vmx.ept1.boot.s1'));
refuse(1, 'another run', qr/run: no measurements of the workloads exit-cost/, 'overhead', 'run');

done_testing();
