#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Which reasons a vCPU can have, as the meter tells its guest, against the fields of VMCS and
# VMCB that make the CPU leave the guest: probes/intercepts.patch reads both before entries that
# something has changed for, after each exit, and when the guest asks. Both vendors, both modes;
# and two errors planted in what the meter says must be noticed, each in the mode that it is of.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin qw($Bin);
use JSON::PP;
use lib $Bin;
use KernelTests;
use Test::More;

my $dir = tempdir(CLEANUP => 1);

open(my $f, '>', "$dir/m.matrix") or die;
print $f "platforms = bochs-vmx bochs-svm\npaging = tdp shadow\nworkloads = conformance\n",
	"kvm = intercepts intercepts-planted\n";
close($f);
my %records = %{run_matrix("$dir/m.matrix", 'intercepts', "$dir/run")};

# What L1's kernel said of it: how much was compared, and what differs.
sub said {
	my ($record) = @_;
	my $log = slurp("$dir/run/logs/$record->{cell}{id}/l1-kernel.log");
	my ($probed) = $log =~ /probe: (\d+ .*)/;
	my %different = map { $_ => 1 } $log =~ /exitmeter: (.*)/g;
	return ($probed, sort keys %different);
}

forget('intercepts');
for my $platform (qw(bochs-vmx bochs-svm)) {
	for my $paging (qw(tdp shadow)) {
		my @of = grep { $_->{cell}{platform} eq $platform && $_->{cell}{paging} eq $paging }
			values %records;
		my ($good) = grep { $_->{cell}{settings}{kvm} eq 'intercepts' } @of;
		my ($bad) = grep { $_->{cell}{settings}{kvm} eq 'intercepts-planted' } @of;
		my ($probed, @different) = $good ? said($good) : ();

		judge('intercepts', "$platform $paging", $probed && !@different,
		      $different[0] // $probed // 'nothing was compared');
		# With shadow paging these reasons are enabled indeed.
		next if $paging eq 'shadow';
		my (undef, @noticed) = $bad ? said($bad) : ();
		judge('intercepts', "$platform $paging planted", scalar @noticed,
		      $noticed[0] // 'a reason that no control enables was not noticed');
	}
}
done_testing();
