#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# KVM compiled with gcc's W=1 and sparse in several configurations, with the series and
# without: the series adds no warning, and its own files have none at all.
use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin qw($Bin);
use lib $Bin;
use KernelTests;
use List::Util qw(max sum);
use Test::More;

my $dir = build() . '/checks';
my $base = 'kvm-instrumentation/config/exitmeter.config';
my @configurations = (
	# name, architecture, on top of the base configuration
	['modules', 'x86_64', ''],
	['built-in', 'x86_64', 'CONFIG_KVM=y CONFIG_KVM_INTEL=y CONFIG_KVM_AMD=y'],
	['intel-only', 'x86_64', 'CONFIG_KVM_AMD=n'],
	['amd-only', 'x86_64', 'CONFIG_KVM_INTEL=n'],
	['no-debugfs', 'x86_64', 'CONFIG_DEBUG_FS=n'],
	['32-bit', 'i386', 'CONFIG_64BIT=n'],
);

# run LOG, COMMAND...: is there a result?
sub run
{
	my ($log, @command) = @_;
	return system(join(' ', @command) . " > $log 2>&1") == 0;
}

# Headers of a configuration; the kernel itself is not built. The tools are the ones that
# the kernel of the cells was built with.
sub prepare
{
	my ($name, $arch, $changes) = @_;
	my $objects = abs_path($dir) . "/$name";

	return $objects if -e "$objects/scripts/module.lds";
	mkdir $objects;
	system('cp', '-a', kernel_objects() . '/tools', $objects);
	open(my $f, '>', "$objects/fragment");
	print $f slurp($base), map { "$_\n" } split(' ', $changes);
	close($f);
	for my $target ("KCONFIG_ALLCONFIG=$objects/fragment allnoconfig", 'modules_prepare') {
		run("$objects/log", 'make -s -C', source(), "O=$objects ARCH=$arch", '-j$(nproc)', $target)
			or die "$name: $target failed, see $objects/log\n";
	}
	for my $change (grep { !/=n$/ } split(' ', $changes)) {
		die "$name: no $change\n" unless slurp("$objects/.config") =~ /^\Q$change\E$/m;
	}
	return $objects;
}

# Warnings by file and text, without line numbers: [how often, by text].
sub warnings_of
{
	my ($name, $arch, $objects, $tree) = @_;
	my $log = "$dir/$name.$tree.log";
	my %count;

	# Unresolved symbols are no matter: the kernel was not built.
	run($log, "make -s -k -C $objects M=" . abs_path("$dir/$tree") . "/arch/x86/kvm ARCH=$arch",
	    'W=1 C=2 CHECK=sparse KBUILD_BUILTIN=1 KBUILD_MODPOST_WARN=1 -j$(nproc)') or return;
	for (split(/\n/, slurp($log))) {
		next unless m,(\S+?):(\d+:)+ (.*(warning|error).*),;
		my ($file, $text) = ($1, $3);
		$file =~ s,^.*\Q$dir/$tree\E/,,;
		$text =~ s/\b\d+\b/N/g;
		$count{"$file: $text"}++;
	}
	return \%count;
}

forget('compile');
system('rm', '-rf', "$dir/patched", "$dir/pristine");
system('mkdir', '-p', $dir);
my %series = (patched => series(), pristine => 'none');
for my $tree (sort keys %series) {
	system('kvm-instrumentation/kvm-tree.sh', source(), $series{$tree}, "$dir/$tree") == 0
		or BAIL_OUT("no tree of KVM");
}

# Warnings that KVM as it is has in some configuration.
my %known;

for (@configurations) {
	my ($name, $arch, $changes) = @$_;
	my $objects = prepare($name, $arch, $changes);
	my $patched = warnings_of($name, $arch, $objects, 'patched');
	my $added = sub { grep { $patched->{$_} > ($known{$_} // 0) } sort keys %$patched };

	if ($patched && $added->()) {
		my $pristine = warnings_of($name, $arch, $objects, 'pristine') // {};
		$known{$_} = max($pristine->{$_}, $known{$_} // 0) for keys %$pristine;
	}
	my @new = $patched ? $added->() : "does not compile; see $dir/$name.patched.log";
	my @own = grep { /exitmeter/ } keys %{$patched // {}};
	judge('compile', $name, !@new && !@own,
	      join("\n", @new, @own) || 'none; ' . sum(0, values %$patched) . ' as without it');
}
done_testing();
