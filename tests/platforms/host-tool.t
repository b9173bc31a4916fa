#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# exitmeter --host on Debian's own kernels, in an L1 that is a host: ledger and BPF around the same
# window of the same VM, reason by reason, and BPF alone on a KVM without the meter.
use strict;
use warnings;
use lib 'tests';
use Csv;
use Prometheus;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = $ENV{HOST_TOOL_RUN} // tempdir(CLEANUP => 1);
my @lines = map { s/.*-//r } sort glob("$build/image-stock-*");

# The folder of what L1 left, and a file in it.
my $left;

sub shown {
	my ($name) = @_;
	open(my $f, '<', "$left/$name") or return '';
	local $/;
	return <$f> // '';
}

sub json_of {
	my ($line, $name) = @_;
	my $json = eval { decode_json(shown($name)) };

	ok($json, "$line: $name is JSON") or diag($@);
	return $json // { vms => [] };
}

sub csv_ok {
	my ($line, $text, $what) = @_;
	my @rows = eval { csv_rows($text) };

	is($@, '', "$line: $what: a strict reader takes it");
	cmp_ok(scalar @rows, '>', 20, "$line: $what has lines");
}

sub figures {
	my ($vm, $quantity) = @_;
	return { map { ($_->{name} => $_->{$quantity}{median}) } @{$vm->{rows}} };
}

sub laws_hold {
	my ($line, $what, $vm) = @_;
	cmp_ok(scalar @{$vm->{laws} // []}, '>=', 2, "$line: $what has laws");
	is_deeply([grep { $_->{off} } @{$vm->{laws} // []}], [], "$line: $what: the laws hold");
}

# Times of the ledger in BPF's ns: an L1 on a busy machine can be wrong about the TSC's frequency.
sub compare {
	my ($line, $ledger, $bpf) = @_;
	my $ns = ($bpf->{vcpus}[0]{wall}{median} // 0) / ($ledger->{vcpus}[0]{wall}{median} || 1);
	my ($is, $expected) = (figures($bpf->{vm}, 'count'), figures($ledger->{vm}, 'count'));

	# A vCPU that halted before has time of that exit in the ledger, and none that BPF saw begin.
	for my $counts ($is, $expected) {
		delete @$counts{grep { !$counts->{$_} } keys %$counts};
	}
	is_deeply($is, $expected, "$line: BPF and the ledger count the same, reason by reason");
	cmp_ok(scalar keys %$is, '>', 5, "$line: exits of several reasons");
	is(scalar @{$bpf->{vcpus}}, 2, "$line: of two vCPUs");
	for my $i (0, 1) {
		is($bpf->{vcpus}[$i]{exits}{median}, $ledger->{vcpus}[$i]{exits}{median}, "$line: vCPU $i by itself");
	}

	# Of the vCPU that is busy: BPF does not know what the other one waits for.
	my %sum = map { my $a = $_; ($a => [map { $_->{vcpus}[0]{$a}{median} } $ledger, $bpf]) }
		  qw(guest kernel user blocked offcpu);
	my $wall = $ledger->{vcpus}[0]{wall}{median} * $ns;
	diag(sprintf('%-8s ledger %15.0f ns, BPF %15.0f ns', $_, $sum{$_}[0] * $ns, $sum{$_}[1])) for sort keys %sum;
	diag("wall     ledger $wall ns");
	# What happens between KVM's tracepoints and the world switch is kernel in one, guest in the other;
	# halts and what the VMM does are seen by both.
	cmp_ok(abs($sum{blocked}[0] * $ns - $sum{blocked}[1]), '<', 0.05 * $wall,
	       "$line: blocked is the same within a twentieth of the time");
	# While the VM stands still its time is the VMM's, and the two looks are not at the same time.
	cmp_ok(abs($sum{user}[0] * $ns - $sum{user}[1]), '<', 0.2 * $wall, "$line: user within a fifth");
	cmp_ok(abs(($sum{guest}[0] + $sum{kernel}[0] + $sum{offcpu}[0]) * $ns - $sum{guest}[1] - $sum{kernel}[1] - $sum{offcpu}[1]), '<', 0.2 * $wall,
	       "$line: so is the rest together");
	cmp_ok($sum{kernel}[1], '<=', 1.02 * $sum{kernel}[0] * $ns, "$line: BPF's kernel is no more than the ledger's");
}

sub check_bpf {
	my ($line, $out, $stock) = @_;
	my $vm = $stock->{vms}[0];
	my ($statistic) = $out =~ /^statistic stock (\d+)$/m;

	is($stock->{backend}{name}, 'bpf', "$line: without the meter it is BPF");
	is(scalar @{$stock->{vms}}, 1, "$line: one VM");
	is($vm->{name}, 'stock', "$line: by its name");
	is($vm->{vm}{exits}{median}, $statistic, "$line: as many exits as KVM's own statistic has");
	cmp_ok($vm->{vm}{exits}{median}, '>', 1000, "$line: they are many");
	laws_hold($line, 'BPF', $vm);
	my %times = map { ($_->{name} => $_) } @{$vm->{times}};
	for my $name (keys %times) {
		my $t = $times{$name};
		ok($t->{p50_ns} <= $t->{p99_ns} && $t->{p99_ns} <= $t->{max_ns} && $t->{max_ns} > 0,
		   "$line: $name: p50 <= p99 <= max");
	}
	my $counts = figures($vm->{vm}, 'count');
	my %by;
	push @{$by{$_->{by}}}, $_ for @{$vm->{keys}};
	for my $by (qw(userspace rip mode leaf port msr page)) {
		ok($by{$by}, "$line: --by $by: there are keys");
	}
	# Each exit has a RIP, but those that were never entered again.
	for my $name (qw(CPUID MSR IOIO)) {
		my $rips = 0;
		$rips += $_->{count} for grep { $_->{name} eq $name } @{$by{rip}};
		cmp_ok(abs($rips - ($counts->{$name} // 0)), '<=', 1, "$line: each $name has a RIP");
		cmp_ok($rips, '>', 0, "$line: $name happened");
	}
	my ($vendor) = grep { $_->{what} eq '0x0 ECX 0x0' } @{$by{leaf}};
	ok($vendor, "$line: CPUID leaf 0 was asked");
	is_deeply([grep { $_->{name} !~ /CPUID/ } @{$by{leaf}}], [], "$line: leaves are of CPUID only");
	like(join(' ', map { $_->{what} } @{$by{userspace}}), qr/KVM_EXIT_IO/, "$line: the VMM was entered for I/O");
	ok((grep { $_->{what} =~ /^0x3f8 write/ } @{$by{port}}), "$line: the console's port");
	my $slow = $stock->{slow};
	cmp_ok($slow->{seen}, '>', 0, "$line: slow exits");
	is_deeply([grep { $_->{ns} < 200_000 || $_->{vcpu} != 0 || $_->{pid} != $vm->{pid} } @{$slow->{slowest}}], [],
		  "$line: all are slow, and of the VM's vCPU");
}

# Three windows in each of which the VM ran for 2000 exits or more, and stood still between them.
sub check_repeat {
	my ($line, $json, $statistic) = @_;
	my $vm = $json->{vms}[0] // { vm => { rows => [] } };
	my $exits = $vm->{vm}{exits} // {};

	is($vm->{windows}, 3, "$line: three windows");
	cmp_ok($exits->{min} // 0, '>=', 2000, "$line: each is as long as its command");
	is(($exits->{min} // 0) + ($exits->{median} // 0) + ($exits->{max} // 0), $statistic,
	   "$line: least, median and largest are all that KVM's own statistic has");
	laws_hold($line, 'repeats', $vm);
}

# Keys and percentiles are of all windows together, medians are not.
sub check_repeat_bpf {
	my ($line, $json) = @_;
	my $vm = $json->{vms}[0] // { vm => { rows => [] } };
	my $counts = figures($vm->{vm}, 'count');
	my $leaves = 0;

	$leaves += $_->{count} for grep { $_->{by} eq 'leaf' } @{$vm->{keys}};
	is($vm->{windows}, 2, "$line: two windows of BPF");
	# A median of two is their mean, rounded down.
	cmp_ok(abs($leaves - 2 * ($counts->{CPUID} // 0)), '<=', 2, "$line: each CPUID of both has a leaf");
	laws_hold($line, 'repeats of BPF', $vm);
}

# A page of exitmeter --host export: its series.
sub page {
	my ($line, $text, $what) = @_;
	my ($series) = eval { prometheus_series($text) };

	is($@, '', "$line: $what: a page for Prometheus");
	SKIP: {
		my $said = promtool($text) // skip('promtool is not here: make test-prometheus', 1);
		is($said, '', "$line: $what: promtool has nothing to say");
	}
	return $series // {};
}

sub sum_of {
	my ($series, $metric) = @_;
	my $sum = 0;

	$sum += $series->{$_} for grep { /^exitmeter_\Q$metric\E\{/ } keys %$series;
	return $sum;
}

sub check_export {
	my ($line, $out) = @_;
	my ($statistic) = $out =~ /^statistic export (\d+)$/m;
	my $vm = page($line, shown('export.prom'), 'export');
	my $vcpus = page($line, shown('vcpus.prom'), 'export --per-vcpu');
	my $bpf = page($line, shown('bpf.prom'), 'export with BPF');

	is(sum_of($vm, 'exits_total'), $statistic, "$line: export: as many exits as KVM's own statistic has");
	is(sum_of($vcpus, 'exits_total'), $statistic, "$line: export: and so have the vCPUs together");
	cmp_ok(scalar(grep { /vcpu="1"/ } keys %$vcpus), '>', 10, "$line: export: each by itself");
	cmp_ok(scalar keys %$vm, '<', 200, "$line: export: " . keys(%$vm) . ' series of a VM');
	like(join(' ', keys %$bpf), qr/vmm_entries_total\{vm="stock".*?kvm_exit="KVM_EXIT_IO"/, "$line: export with BPF: why the VMM was entered");
	cmp_ok(sum_of($bpf, 'exits_total'), '>', 0, "$line: export with BPF: exits");
}

ok(@lines, 'there are images') or BAIL_OUT("no $build/image-stock-*: make test-platforms");
for my $line (@lines) {
	my $log = qx($build/exitbench run tests/platforms/host-tool.matrix --workloads tests/platforms/workloads --image $build/image-stock-$line -o $dir/$line 2>&1);
	is($?, 0, "$line: L1 came to its end") or diag($log);
	my ($logs) = glob("$dir/$line/logs/tcg-svm.npt1.host-tool.s1*");
	my $out = do { local (@ARGV, $/) = "$logs/command.out"; <> } // '';
	$left = "$logs/host-tool";

	like($out, qr/^meter Y$/m, "$line: our modules are loaded");
	like($out, qr/^no VM 2$/m, "$line: no VM is told");
	like($out, qr/^no such VM 2$/m, "$line: nor is one of that name");
	like($out, qr/^$_ 0$/m, "$line: $_") for 'both', 'info', 'table', 'repeat', 'repeat json', 'repeat bpf', 'csv', 'watch', 'record', 'report', 'top', 'export', 'export vcpus',
		'stock', 'info bpf', 'cost', 'csv bpf', 'export bpf', 'top bpf';
	like($out, qr/bpf begins to count when this program does.*^export once 2$/ms, "$line: BPF has nothing to print once");
	check_export($line, $out);

	my ($bpf, $ledger) = map { json_of($line, $_) } 'bpf.json', 'ledger.json';
	is($ledger->{backend}{name}, 'ledger', "$line: the ledger");
	is($bpf->{backend}{name}, 'bpf', "$line: and BPF");
	is(scalar @{$_->{vms}}, 1, "$line: see one VM") for $ledger, $bpf;
	is($_->{vms}[0]{name}, 'both', "$line: by its name") for $ledger, $bpf;
	laws_hold($line, 'ledger', $ledger->{vms}[0]);
	laws_hold($line, 'BPF beside it', $bpf->{vms}[0]);
	compare($line, $ledger->{vms}[0], $bpf->{vms}[0]) if @{$ledger->{vms}} && @{$bpf->{vms}};
	my ($statistic) = $out =~ /^statistic both (\d+)$/m;
	is($bpf->{vms}[0]{vm}{exits}{median}, $statistic, "$line: as many as KVM's own statistic");

	like(shown('info.txt'), qr/^meter +present\nlooks with +ledger: .*^VMs +1\n.*\n +\d+ +\d+ +2 +both$/ms, "$line: info has the VM");
	like(shown('stat.txt'), qr/^VM \d+-\d+ both: npt=1, 2 vCPUs, ledger\n.*^conserved: .*^looked at with ledger: .*^cost: .*^can't see: /ms, "$line: the table says what it is");
	unlike(shown('stat.txt'), qr/NOT CONSERVED/, "$line: and that all adds up");
	like(shown('repeat.txt'), qr/^VM \d+-\d+ both: npt=1, 2 vCPUs, ledger, medians of 3 windows\nreason +count \[least-most\]/m, "$line: medians of repeats");
	unlike(shown('repeat.txt'), qr/NOT CONSERVED/, "$line: each of them adds up");
	check_repeat($line, json_of($line, 'repeat.json'), $out =~ /^statistic repeat (\d+)$/m);
	csv_ok($line, shown('stat.csv'), 'CSV');
	is(scalar(() = shown('watch.txt') =~ /^\d{4}-\S+Z vm \d+ both exits\/s \S+ guest /mg), 3, "$line: three lines of watch");
	like(shown('report.txt'), qr/SVM npt=1, 2 vCPUs.*conserved/s, "$line: exitmeter report takes what record left");
	like(shown('top.txt'), qr/ledger: VM \d+ both, 1 of 1/, "$line: top names the VM");

	like($out, qr/^stock KVM$/m, "$line: the distribution's KVM");
	like($out, qr/keeps no ledger.*^ledger on stock 2$/ms, "$line: has no ledger");
	my $stock = json_of($line, 'stock.json');
	check_bpf($line, $out, $stock) if @{$stock->{vms}};
	check_repeat_bpf($line, json_of($line, 'bpf-repeat.json'));
	like(shown('bpf-info.txt'), qr/^meter +none.*\nlooks with +bpf: .*^VMs +1\n.*\n +\d+ +\d+ +1 +stock$/ms, "$line: info has it on the distribution's KVM, too");
	my $cost = shown('cost.txt');
	like($cost, qr/^cost: \d+ ns per exit in these BPF programs/m, "$line: what BPF costs was measured");
	diag($cost =~ /^(cost: .*)$/m);
	like($cost, qr/^exits by +mode .*(?:upper|lower)/ms, "$line: by mode");
	like($cost, qr/^exits that took 500k ns or longer: \d+/m, "$line: slow exits in the table");
	like($cost, qr/^to the VMM +userspace .*KVM_EXIT_IO/ms, "$line: why the VMM was entered");
	csv_ok($line, shown('bpf.csv'), 'CSV of BPF');
	like(shown('bpf-top.txt'), qr/bpf: VM \d+ stock/, "$line: top with BPF");
	unlike($out, qr/exitmeter: warning/, "$line: nothing was lost") or diag($out =~ /(exitmeter: warning.*)/);
}
done_testing();
