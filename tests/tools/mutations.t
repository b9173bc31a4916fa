#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The planted errors follow the series: each applies to it as it is, and says which check
# notices it. Whether the check does is for "make test-kernel".
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $build = $ENV{BUILD} // 'build';
my ($source) = glob("$build/linux/linux-source-6.12-*/Kconfig");
plan skip_all => "no kernel source in $build/linux; make image" unless $source;
$source =~ s,/Kconfig$,,;

my $dir = tempdir(CLEANUP => 1);
my @patches = glob('tests/mutations/*.patch');
ok(@patches, 'there are some');
for my $patch (@patches) {
	my ($name) = $patch =~ m,([^/]+)\.patch$,;
	my $said = qx(kvm-instrumentation/kvm-tree.sh $source kvm-instrumentation/patches/linux-6.12 $dir/$name $patch 2>&1);
	is($?, 0, "$name applies") or diag($said);
	open(my $f, '<', $patch) or die "$patch: $!";
	my ($head) = do { local $/; <$f> } =~ /^(.*?)^---$/ms;
	my ($check) = $head =~ /^Noticed-by: (.*)$/m;
	like($check // '', qr/^(verify|law|mode|conformance|error|selftest|unit)$/, "$name: which check notices");
	# The unit test needs none.
	like($head, ($check // '') eq 'unit' ? qr/^Cell: -$/m : qr/^Cell: \S+ (tdp|shadow) \S+$/m,
	     "$name: in which cell");
}
done_testing();
