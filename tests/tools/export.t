#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# exitmeter --host export: pages of VMs that are not there, printed, in files and over HTTP. As a real
# Prometheus has them: make test-prometheus.
use strict;
use warnings;
use lib 'tests';
use Prometheus;
use Command;
use Files;
use File::Temp qw(tempdir);
use IO::Socket::INET;
use Test::More;
use Time::HiRes qw(sleep time);

my $build = $ENV{BUILD} // 'build';
my $export = "$build/test-programs/exitmeter-simulated-host --host export";
my $dir = tempdir(CLEANUP => 1);
my $file = "$dir/vms.prom";

plan skip_all => 'exitmeter --host takes root' if $>;

sub run {
	my ($arguments) = @_;
	return outcome("$export $arguments");
}

# A page that Prometheus can take: its series.
sub page_ok {
	my ($text, $name) = @_;
	my ($series, $type) = eval { prometheus_series($text) };
	is($@, '', "$name: a strict reader takes it");
	SKIP: {
		my $said = promtool($text) // skip("promtool is not here: make test-prometheus", 1);
		is($said, '', "$name: promtool has nothing to say");
	}
	return ($series // {}, $type // {});
}

sub sum_of {
	my ($series, $metric, @labels) = @_;
	my $sum = 0;
	for my $s (grep { /^exitmeter_\Q$metric\E\{/ } keys %$series) {
		$sum += $series->{$s} unless grep { index($s, $_) < 0 } @labels;
	}
	return $sum;
}

my ($status, $out) = run('');
is($status, 0, 'once: status 0');
my ($series, $type) = page_ok($out, 'once');
is($type->{exitmeter_exits_total}, 'counter', 'exits are a counter');
is($type->{exitmeter_vm_vcpus}, 'gauge', 'and vCPUs a gauge');
is($series->{'exitmeter_vm_vcpus{vm="web1",pid="4711",number="12"}'}, 2, 'a VM by name, process and number');
is($series->{'exitmeter_vm_vcpus{vm="web1",pid="4900",number="9"}'}, 1, 'one of the same name by itself');
ok(exists $series->{'exitmeter_vm_vcpus{vm="db \"old\" \\\\ {a=b}",pid="4800",number="11"}'}, 'quotes and backslashes are escaped');
ok(exists $series->{'exitmeter_exits_total{vm="web1",pid="4711",number="12",reason="35"}'}, 'a reason without a name has its number');
my @vm = ('pid="4711"');
for my $account (qw(kernel user blocked offcpu)) {
	cmp_ok(abs(sum_of($series, 'exit_seconds_total', @vm, "account=\"$account\"") -
		   sum_of($series, 'vcpu_seconds_total', @vm, "account=\"$account\"")), '<', 1e-6, "$account: the reasons add up");
}
my $all = sum_of($series, 'vcpu_seconds_total', @vm);
cmp_ok(abs($all - 2 * 1000), '<', 1, 'the accounts of two vCPUs are all of their time, in seconds');
($status, $out) = run('--per-vcpu');
my ($vcpus) = page_ok($out, '--per-vcpu');
is(scalar(grep { /^exitmeter_exits_total/ && !/,vcpu="[01]"/ } keys %$vcpus), 0, '--per-vcpu: each series is of a vCPU');
cmp_ok(abs(sum_of($vcpus, 'vcpu_seconds_total', @vm) - $all), '<', 4, '--per-vcpu: and their sum is the VM');
{
	local $ENV{SIMULATED_NO_TSC} = 1;
	($status, $out) = run('');
	my ($cycles) = page_ok($out, 'a frequency that nobody knows');
	is(scalar(grep { /_seconds_total/ } keys %$cycles), 0, 'no time is in seconds');
	cmp_ok(sum_of($cycles, 'vcpu_cycles_total', @vm), '>', 1e12, 'but in cycles');
}

# A file, and what was in it before.
($status, $out) = run("-o $file");
is($status, 0, '-o: status 0');
is($out, '', '-o: nothing on standard output');
page_ok(slurp($file), '-o');
is((stat $file)[2] & 0777, 0666 & ~umask, '-o: others may read it, as the umask has it');
($status, $out, my $errors) = run("-o $dir/nowhere/x.prom");
is($status, 1, '-o: a folder that is not there: status 1');
like($errors, qr{nowhere/x\.prom}, '-o: it is named');

# Again and again: whoever reads meanwhile has a whole page.
unlink($file);
my $pid = open(my $writer, '-|', "exec $export -I 100 -o $file 2>&1") or die;
my ($end, @seen, $bad) = (time + 20);
while (time < $end && @seen < 4) {
	my $text = slurp($file);
	if ($text ne '') {
		my ($s) = eval { prometheus_series($text) };
		$bad //= $@ if $@;
		my $exits = sum_of($s // {}, 'exits_total');
		push @seen, $exits if !@seen || $exits != $seen[-1];
	}
	sleep 0.005;
}
is($bad, undef, '-I: never a part of a page');
is(scalar @seen, 4, '-I: a page each time');
is("@seen", join(' ', sort { $a <=> $b } @seen), '-I: whose counters grow');
is(join(' ', map { s{.*/}{}r } glob("$dir/{*,.e*}")), 'vms.prom', '-I: and no other file is left');
kill('TERM', $pid);
close($writer);
is($? , 0, '-I: SIGTERM is its end, and no error');
page_ok(slurp($file), 'what it leaves');

# Over HTTP.
$pid = open(my $server, '-|', "exec $export --listen 127.0.0.1:0 2>&1") or die;
my ($port) = (<$server> // '') =~ m{^exitmeter: listening on http://127\.0\.0\.1:(\d+)/metrics$};
ok($port, '--listen: says where');

sub ask {
	my ($what) = @_;
	my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port", Timeout => 10) or return ('', '');
	print $s "$what HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	local $/;
	return split(/\r\n\r\n/, <$s> // '', 2);
}

my ($head, $body) = ask('GET /metrics');
like($head, qr{^HTTP/1\.1 200 }, '--listen: a page');
like($head, qr{^Content-Type: text/plain; version=0\.0\.4; charset=utf-8\r?$}m, 'of the type that it is');
my ($first) = page_ok($body, '--listen');
sleep 0.1;
(undef, $body) = ask('GET /metrics');
my ($second) = eval { prometheus_series($body) };
cmp_ok(sum_of($second // {}, 'exits_total'), '>', sum_of($first, 'exits_total'), 'looked at anew for each');
($head, $body) = ask('GET /');
like($body, qr{href="/metrics"}, 'the front page leads there');
like((ask('GET /x'))[0], qr{^HTTP/1\.1 404 }, 'another page: 404');
like((ask('POST /metrics'))[0], qr{^HTTP/1\.1 405 }, 'another method: 405');
($status, $out, $errors) = run("--listen 127.0.0.1:$port");
is($status, 1, 'a port that is taken: status 1');
like($errors, qr/listen on 127\.0\.0\.1:$port: Address already in use/, 'and says so');
kill('INT', $pid);
close($server);
is($?, 0, '--listen: Ctrl-C is its end, and no error');

for my $bad ('--listen x', '--listen 1:2:3', '--listen [::1', '--listen localhost:1', '--listen 65536') {
	($status, $out, $errors) = run($bad);
	is($status, 2, "$bad: bad usage");
	like($errors, qr/ADDRESS:PORT/, "$bad: says what is wanted");
}
for my $bad ('-I 1000', '--listen 1 -o x', '--listen 1 -I 1000', '-I 1 -o x', 'x') {
	is((run($bad))[0], 2, "$bad: bad usage");
}

# BPF counts from when it begins.
$export =~ s/--host/--host --backend bpf/;
($status, $out, $errors) = run('');
is($status, 2, 'BPF, once: status 2');
like($errors, qr/bpf begins to count when this program does.*--listen/, 'and says why');
unlink($file);
$pid = open($writer, '-|', "exec $export -I 100 -o $file 2>&1") or die;
$end = time + 20;
sleep 0.05 while time < $end && slurp($file) !~ /_exits_total\{/;
kill('TERM', $pid);
close($writer);
my ($bpf) = page_ok(slurp($file), 'BPF');
my ($io) = grep { /^exitmeter_vmm_entries_total\{.*pid="4711".*kvm_exit="KVM_EXIT_IO"/ } keys %$bpf;
ok($io, 'BPF: why the VMM was entered');

done_testing();
