#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# exitmeter --host with VMs that are not there: what it says of them, and what is found out before
# anything runs. With real ones: make test-platforms.
use strict;
use warnings;
use lib 'tests';
use Command;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $program = "$build/test-programs/exitmeter-simulated-host --host";
my $dir = tempdir(CLEANUP => 1);

plan skip_all => 'exitmeter --host takes root' if $>;

sub run {
	my ($arguments) = @_;
	return outcome("$program $arguments");
}

my ($status, $out, $errors) = run('info');
is($status, 0, 'info: status 0');
is($errors, '', 'info: no complaint');
like($out, qr/^vendor +VMX\npaging +ept=1\nmeter +present\nlooks with +ledger: .*\ncost +\S.*\ncan't see +\S/m, 'info: what looks');
like($out, qr/^VMs +3\n +process number vCPUs +name\n +4711 +12 +2 +web1\n +4800 +11 +1 +db "old" \\ \{a=b\}\n +4900 +9 +1 +web1\n\z/m, 'info: the VMs');
($status, $out) = run('--backend bpf info --json');
my $json = eval { decode_json($out) };
is($json->{backend}{name}, 'bpf', 'info --json: with the backend that was chosen');
is_deeply([map { [@$_{qw(pid number name vcpus)}] } @{$json->{vms}}],
	  [[4711, 12, 'web1', 2], [4800, 11, 'db "old" \\ {a=b}', 1], [4900, 9, 'web1', 1]], 'info --json: the VMs');
($status, $out) = run('--vm 4900 info');
like($out, qr/^VMs +1$/m, 'info of one VM');
($status, $out, $errors) = run('--vm nobody info');
is($status, 2, 'info of a VM that is not there: status 2');
like($errors, qr/no VM "nobody" runs here/, 'and says so');

# A file holds one window: several VMs are refused while it costs nothing.
for my $backend (qw(ledger bpf)) {
	($status, $out, $errors) = run("--backend $backend record -o $dir/several.json -- touch $dir/ran");
	is($status, 2, "record of several VMs with $backend: status 2");
	like($errors, qr/^exitmeter: 3 VMs run here.*--vm.*info/, 'says what to do');
	ok(!-e "$dir/ran", 'and did not run the command');
}
($status, $out, $errors) = run("--vm web1 record -o $dir/several.json -t 30");
is($status, 2, 'record of two VMs of one name: status 2');
like($errors, qr/^exitmeter: 2 VMs are "web1".*by process/, 'says what to do');
ok(!-e "$dir/several.json", 'and leaves no file');
is((run("--vm 4900 record -o $dir/one.json -t 0.1"))[0], 0, 'record of one: status 0');
ok(-s "$dir/one.json", 'and a file');

for my $command ('stat -t 0.1', 'watch -n 1 -I 100', 'record -o - -t 0.1') {
	($status, $out, $errors) = run("--vm nobody $command");
	is($status, 2, "$command of a VM that is not there: status 2");
	like($errors, qr/^exitmeter: no VM "nobody" was seen.*'exitmeter --host info' lists them/, 'says where to look');
}

# What a line has no room for is refused, not left out.
for my $option ('--by rip', '--cost', '--detail', '--per-vcpu', '--than 1ms') {
	($status, $out, $errors) = run("--backend bpf watch -n 1 -I 100 $option");
	is($status, 2, "watch $option: bad usage");
	like($errors, $option =~ /than/ ? qr/--than .* stat has it/ : qr/give --json/, 'says what has it');
}
is((run('--backend bpf watch -n 1 -I 100 --json --by rip --per-vcpu'))[0], 0, 'watch --json has it');

# An interval has an end; all of the time has not.
($status, $out) = run('stat -t 0.1 -d');
like($out, qr/^VM 4711-12 web1: ept=1, 2 vCPUs, ledger\nreason +count/m, 'stat: the table is below its heading');
unlike($out, qr/^until/m, 'stat: with no end but the last line\'s');
is(scalar(() = $out =~ /^details: this host keeps neither histograms nor keys.*exitmeter_detail=3$/mg), 3, 'stat -d: what it takes');
($status, $out) = run('--vm 4900 stat -t 0.2 -I 100');
like($out, qr/^VM 4900-9 web1: .*\nuntil \d+\.\d{3} s:\nreason/m, 'stat -I: when the interval ended');

my $screen = qx(TERM=vt100 timeout 60 $program --vm nobody top -n 1 -I 100 < /dev/null);
like($screen, qr/ledger: no VM nobody/, 'top: of which VM nothing is seen');

done_testing();
