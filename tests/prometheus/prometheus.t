#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# exitmeter --host export as Debian's Prometheus has it: scraped over HTTP, and through the node
# exporter's textfile collector. The daemons run in a folder of the test's own, as long as it does.
use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Socket::INET;
use JSON::PP;
use POSIX qw(WNOHANG);
use Test::More;
use Time::HiRes qw(sleep time);

my $build = $ENV{BUILD} // 'build';
my $export = "$build/test-programs/exitmeter-simulated-host --host export";
my $dir = tempdir(CLEANUP => 1);
my %running;

plan skip_all => 'exitmeter --host takes root' if $>;
for my $tool (qw(prometheus prometheus-node-exporter promtool)) {
	plan skip_all => "no $tool here: make test-prometheus" if system("command -v $tool > /dev/null");
}

sub free_port {
	my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => 0, Listen => 1) or die $!;
	return $s->sockport;
}

sub start {
	my ($name, $command) = @_;
	my $pid = fork() // die $!;

	if (!$pid) {
		open(STDOUT, '>', "$dir/$name.log");
		open(STDERR, '>&', \*STDOUT);
		exec($command) or die "$command: $!";
	}
	$running{$name} = $pid;
}

sub stop {
	kill('TERM', $running{$_[0]});
	waitpid(delete $running{$_[0]}, 0);
	return $?;
}

END {
	my $status = $?;
	stop($_) for keys %running;
	$? = $status;
}

# The body of an answer with status 200; undef without.
sub get {
	my ($port, $path) = @_;
	my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port", Timeout => 10) or return undef;

	print $s "GET $path HTTP/1.0\r\nHost: localhost\r\n\r\n";
	local $/;
	my ($head, $body) = split(/\r\n\r\n/, <$s> // '', 2);
	return ($head // '') =~ m{^HTTP/1\.[01] 200 } ? $body : undef;
}

my ($web, $node, $prometheus) = map { free_port() } 1 .. 3;

# What a query gives, by the values of its labels: { "web1 CPUID" => 60 }.
sub query {
	my ($query, @labels) = @_;
	my $text = get($prometheus, '/api/v1/query?query=' . $query =~ s/([^\w])/sprintf('%%%02x', ord($1))/ger);
	my $json = eval { decode_json($text // '{}') } // {};

	return { map { my $r = $_; (join(' ', map { $r->{metric}{$_} // '' } @labels) => $r->{value}[1]) }
		 @{$json->{data}{result} // []} };
}

mkdir("$dir/textfile");
start('listen', "exec $export --listen 127.0.0.1:$web");
start('file', "exec $export -I 500 -o $dir/textfile/exitmeter.prom");
start('node', "exec prometheus-node-exporter --web.listen-address=127.0.0.1:$node --collector.disable-defaults " .
	      "--collector.textfile --collector.textfile.directory=$dir/textfile");
open(my $config, '>', "$dir/prometheus.yml") or die $!;
print $config <<"END";
global: { scrape_interval: 1s }
scrape_configs:
  - { job_name: listen, static_configs: [ { targets: ["127.0.0.1:$web"] } ] }
  - { job_name: textfile, static_configs: [ { targets: ["127.0.0.1:$node"] } ] }
END
close($config);
my $checked = qx(promtool check config $dir/prometheus.yml 2>&1);
is($?, 0, 'the configuration is good') or diag($checked);
start('prometheus', "exec prometheus --config.file=$dir/prometheus.yml --storage.tsdb.path=$dir/data " .
		    "--web.listen-address=127.0.0.1:$prometheus");

# However slow the machine is: rates of ten seconds take as long.
my $rate = 'sum by (job, pid, reason) (rate(exitmeter_exits_total[10s]))';
my ($end, $rates) = (time + 120, {});
while (time < $end) {
	$rates = query("$rate and on (job) count_over_time(up[12s]) >= 11", qw(job pid reason));
	last if grep({ /^listen/ } keys %$rates) && grep({ /^textfile/ } keys %$rates);
	sleep 1;
}
is_deeply(query('up', 'job'), { listen => 1, textfile => 1 }, 'both are scraped');
my @logs = map { my $f = $_; map { "$f: $_" } do { local @ARGV = "$dir/$f.log"; <> } } qw(listen file node prometheus);
for my $job (qw(listen textfile)) {
	# 40 and 20 exits per second of the two vCPUs.
	my $cpuid = $rates->{"$job 4711 CPUID"} // 0;
	cmp_ok(abs($cpuid - 60), '<', 12, "$job: exits per second, as the VM makes them ($cpuid)");
	ok($rates->{"$job 4800 EPT_VIOLATION"}, "$job: of each VM, by reason");
	my $time = query("sum by (pid) (rate(exitmeter_vcpu_seconds_total{job=\"$job\"}[10s]))", 'pid');
	my $vcpus = query("exitmeter_vm_vcpus{job=\"$job\"}", 'pid');
	is(join(' ', sort keys %$time), '4711 4800 4900', "$job: all VMs");
	for my $pid (sort keys %$time) {
		cmp_ok(abs($time->{$pid} / $vcpus->{$pid} - 1), '<', 0.2, "$job: VM $pid: a second per second and vCPU ($time->{$pid})");
	}
}
is_deeply([sort keys %{query('count by (vm) (exitmeter_vm_vcpus{job="listen"})', 'vm')}], ['db "old" \\ {a=b}', 'web1'],
	  'names are as the VMs have them');
my $metadata = eval { decode_json(get($prometheus, '/api/v1/metadata') // '{}') } // {};
is($metadata->{data}{exitmeter_exits_total}[0]{type}, 'counter', 'Prometheus knows what kind a metric is');
like($metadata->{data}{exitmeter_exits_total}[0]{help} // '', qr/by the hardware's reason/, 'and what it is');
my $mtime = query('time() - node_textfile_mtime_seconds', 'file');
cmp_ok((values %$mtime)[0] // 1000, '<', 20, 'how old the file is');
is(query('node_textfile_scrape_error', 'job')->{textfile}, 0, 'the collector had no trouble with it');
is(stop($_), 0, "$_: ends well") for qw(listen file);
diag(@logs) if !Test::More->builder->is_passing;

done_testing();
