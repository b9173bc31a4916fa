#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The platform "host" on an L1, which is a host like any other: cells in both modes,
# what is refused, and that the host has its modules back in any case.
use strict;
use warnings;
use lib 'tests';
use Laws;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = $ENV{HOST_RUN} // tempdir(CLEANUP => 1);

sub slurp {
	my ($file) = @_;
	open(my $f, '<', $file) or return '{}';
	local $/;
	return <$f>;
}

my $log = qx($build/exitbench run tests/platforms/host-in-l1.matrix \\
	--workloads tests/platforms/workloads -i $build/image-host -o $dir 2>&1);
diag($log) if $?;
my $logs = "$dir/logs/tcg-svm.npt1.host-in-l1.s1";
my $out = slurp("$logs/command.out");

my $stock = qr/meter 0 nested (?:0|N) npt Y hugepages madvise/;
my $meter = qr/meter 1 nested (?:1|Y) npt N hugepages madvise/;
like($out, qr/^stock: $stock$/m, 'the host has KVM without the meter, with a parameter of its own');
like($out, qr/^  host +works: /m, 'doctor: host works there');
like($out, qr/^auto is host$/m, 'doctor: and is the best');
like($out, qr{/none/irqbypass\.ko: No such file.*^without modules 2$}ms, 'refused without modules');
like($out, qr/virtual machines run \(kvm_amd is in use\).*^beside a VM 2$/ms, 'refused beside a VM');
like($out, qr/^$_: $stock$/m, "$_: nothing has changed") for 'beside a VM', 'after the VM';
like($out, qr/^cells 0$/m, 'cells in both modes are good');
like($out, qr/^platforms = host$/m, 'exitbench exec: the command has its file');
like($out, qr/^busybox +[\d,]+ +[\d,]+ .*^256 NPF +[\d,]+ +0 .*^exec 0$/ms, 'exitbench exec: both modes are compared');
like($out, qr/^in a cell: meter 1 nested (?:1|Y) npt Y hugepages always$/m, 'in a cell the meter is loaded');
like($out, qr/^interrupted 2$/m, 'an interrupt ends the run');
for my $when ('after the cells', 'after exec', 'after an interrupt', 'after the runner was killed') {
	like($out, qr/^$when: $stock$/m, "$when: modules, parameter and huge pages are back");
}
like($out, qr/^$_: $meter$/m, "$_: with its parameters") for 'meter loaded', 'meter loaded, after the cells';

for my $mode (['npt1', 'tdp'], ['npt0', 'shadow']) {
	my ($npt, $paging) = @$mode;
	my $r = decode_json(slurp("$logs/host/records/host.$npt.cpuid-loop.s1.json"));
	is($r->{status}, 'ok', "$npt: the record is good");
	my $window = $r->{measured}{window} // {};
	is($window->{meter}{paging}, $paging, "$npt: in the mode that was asked for");
	my @laws = laws_of_record($r);
	cmp_ok(scalar @laws, '>=', 12, "$npt: laws were checked");
	is(scalar(grep { $_->{difference} } @laws), 0, "$npt: all hold");
	is(($window->{net}{rows}{114}[0] // 0) - ($r->{measured}{startup}{net}{rows}{114}[0] // 0), 2999,
	   "$npt: each CPUID is counted");
	like($r->{identity}{modules} // '', qr/^fnv1a-[0-9a-f]{16}$/, "$npt: the modules are identified");
	is($r->{identity}{host_kernel}, $r->{identity}{kernel}, "$npt: so is the host's kernel");
}

done_testing();
