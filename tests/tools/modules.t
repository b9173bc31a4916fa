#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Modules for a distribution's kernel: what can't be built or loaded is refused, with what
# to do about it.
use strict;
use warnings;
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Test::More;

my $dir = tempdir(CLEANUP => 1);

sub put {
	my ($path, $text) = @_;
	open(my $f, '>', "$dir/$path") or die "$path: $!";
	print $f $text;
	close($f);
}

# Headers of a kernel, as far as the script looks at them.
sub headers {
	my ($name, $release, $version) = @_;
	make_path("$dir/$name/include/generated");
	put("$name/include/generated/utsrelease.h", "#define UTS_RELEASE \"$release\"\n");
	put("$name/include/generated/package.h", "#define LINUX_PACKAGE_ID \"$version\"\n") if $version;
	return "$dir/$name";
}

sub fails {
	my ($what, $pattern, $command) = @_;
	my $out = qx($command 2>&1);
	isnt($?, 0, "$what: refused");
	like($out, $pattern, "$what: message");
}

sub build_fails {
	my ($what, $pattern, $kdir) = @_;
	fails($what, $pattern, "kvm-instrumentation/build-distribution-modules.sh $kdir $dir/work /nowhere/kvm-layout");
}

build_fails('no headers', qr/are not a kernel's headers.*install linux-headers-.*KDIR=/s, "$dir/nowhere");
build_fails('a line without a series', qr/line 4\.19, for which there is no patch series; there is one for\n(  \d+\.\d+\n)*  6\.12\n(  \d+\.\d+\n)*kvm-instr/,
	    headers('old', '4.19.0-27-amd64', ' Debian 4.19.316-1'));
build_fails('not a kernel of Debian\'s', qr/not headers of a Debian kernel/, headers('own', '6.12.0-own'));
build_fails('another distribution\'s', qr/not headers of a Debian kernel/, headers('other', '6.12.1-generic', ' Ubuntu 6.12.1-1'));
SKIP: {
	skip('linux-source-6.12 is not installed', 11) if system('dpkg-query -W linux-source-6.12 > /dev/null 2>&1');
	build_fails('another point release', qr/is Debian's 6\.12\.1-1, but linux-source-6\.12 is 6\.12\..*apt-get install linux-source-6\.12=6\.12\.1-1/s,
		    headers('point', '6.12.1+deb12-amd64', ' Debian 6.12.1-1'));
	my $have = qx(dpkg-query -W -f '\${Version}' linux-source-6.12);
	build_fails('headers that are not whole', qr/has no Makefile, without which no module can be built.*apt-get install --reinstall linux-headers-6\.12\.1\+deb12-amd64/s,
		    headers('half', '6.12.1+deb12-amd64', " Debian $have"));
	put("half/$_", '') for qw(Makefile .config);
	build_fails('headers without Module.symvers', qr/has no Module\.symvers.*linux-headers-/s, "$dir/half");
	my $script = 'kvm-instrumentation/build-distribution-modules.sh';
	fails('to ask whether', qr/has no Module\.symvers/, "$script --check $dir/half");
	make_path("$dir/half/scripts");
	put("half/$_", '') for qw(Module.symvers scripts/Makefile.modpost);
	is(qx($script --check $dir/half 2>&1), '', 'to ask whether, of headers that are whole');
	fails('no kernel to compare with', qr/nothing tells how 6\.12\.1\+deb12-amd64 lays out.*apt-get install linux-image-6\.12\.1\+deb12-amd64/s,
	      "$script --compared $dir/half $dir/work /nowhere/kvm-layout");
}
fails('modules of what', qr/^usage: build-distribution-modules.*\n.*--check KDIR$/m, 'kvm-instrumentation/build-distribution-modules.sh --check');
fails('swap-modules without a command', qr/^usage: swap-modules/, 'kvm-instrumentation/swap-modules.sh');
fails('swap-modules with half a command', qr/^usage: swap-modules/, 'kvm-instrumentation/swap-modules.sh load');
SKIP: {
	skip('this machine can virtualise', 2) unless system('grep -qE "^flags.* (vmx|svm)( |$)" /proc/cpuinfo');
	skip('needs root', 2) if $>;
	fails('a CPU that can\'t', qr/neither VMX nor SVM/, 'kvm-instrumentation/swap-modules.sh unload');
}
done_testing();
