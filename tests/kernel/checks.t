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

sub slurp
{
	open(my $f, '<', $_[0]) or return '';
	local $/;
	return <$f>;
}

# Headers and tools of a configuration; the kernel itself is not built.
sub prepare
{
	my ($name, $arch, $changes) = @_;
	my $objects = abs_path($dir) . "/$name";

	return $objects if -e "$objects/scripts/module.lds";
	mkdir $objects;
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

for (@configurations) {
	my ($name, $arch, $changes) = @$_;
	my $objects = prepare($name, $arch, $changes);
	my $patched = warnings_of($name, $arch, $objects, 'patched');
	my $pristine = warnings_of($name, $arch, $objects, 'pristine');

	if (!$patched || !$pristine) {
		judge('compile', $name, 0, 'does not compile, see ' .
		      "$dir/$name." . ($patched ? 'pristine' : 'patched') . '.log');
		next;
	}
	my @new = grep { $patched->{$_} > ($pristine->{$_} // 0) } sort keys %$patched;
	my @own = grep { /exitmeter/ } sort keys %$patched;
	my $before = 0;
	$before += $_ for values %$pristine;
	judge('compile', $name, !@new && !@own,
	      @new || @own ? join("\n", @new, @own) : "none; $before in KVM as it is");
}
done_testing();
