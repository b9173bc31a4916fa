#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What make deps says when apt does not know a package, and which packages it installs. Nothing
# is installed: apt and dpkg are scripts that only pretend.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $dir = tempdir(CLEANUP => 1);

sub script
{
	my ($name, $text) = @_;

	open(my $f, '>', "$dir/$name") or die "$dir/$name: $!";
	print $f "#!/bin/sh\n$text";
	close($f) or die;
	chmod(0755, "$dir/$name");
}

my ($codename) = qx(cat /etc/os-release) =~ /^VERSION_CODENAME=(.*)$/m;
my $mirror = 'http://mirror.example/debian';

# Nothing is installed, and apt knows all but this, and only the main suite.
script('dpkg-query', "exit 1\n");
script('apt-get', "echo \"\$@\" >> $dir/asked\n");
script('sudo', "exec \"\$@\"\n");
# What follows the line that is looked for does not fit into a pipe that nobody reads any more.
script('apt-cache', <<"END");
long() { head -c 200000 /dev/zero | tr '\\0' '\\n'; }
case "\$2" in
"") echo " 500 $mirror $codename/main amd64 Packages"; long ;;
linux-source-6.12) echo "  Candidate: (none)" ;;
dpkg) echo "  Candidate: 1"; echo "        500 $mirror $codename/main amd64 Packages" ;;
*) echo "  Candidate: 1"; long ;;
esac
END

sub install
{
	unlink("$dir/asked");
	local $ENV{PATH} = "$dir:$ENV{PATH}";
	my $out = qx(benchmarks/install-packages.sh @_ 2>&1);
	my $status = $? >> 8;
	open(my $f, '<', "$dir/asked") or return ($status, $out, '');
	return ($status, $out, join('', <$f>));
}

my ($status, $out, $asked) = install();
is($status, 1, 'a package that apt does not know: status 1');
like($out, qr/apt knows no linux-source-6\.12$/m, 'it is named, and no other');
like($out, qr/^On Debian 12, linux-source-6\.12 is in the suite bookworm-security/m, 'and so is where it is');
like($out, qr{^apt's sources here lack: deb $mirror $codename-updates main$}m, 'the line for updates is printed');
like($out, qr{^apt's sources here lack: deb $mirror-security $codename-security main$}m, 'and that for security');
unlike($out, qr{ $codename main$}m, 'but none for what apt has');
unlike($asked, qr/install/, 'and nothing is installed');

script('apt-cache', "echo '  Candidate: 1'\n");
($status, $out, $asked) = install();
is($status, 0, 'apt knows all: status 0');
like($asked, qr/install .*\bshellcheck\b/, 'what lint takes is installed');
($status, $out, $asked) = install('--measure');
like($asked, qr/install .*\blinux-source-6\.12\b/, 'for measuring: what the kernel is built from');
unlike($asked, qr/\bshellcheck\b|\blibcmocka-dev\b|--measure/, 'and neither lint nor tests');
($status, $out, $asked) = install('debootstrap');
like($asked, qr/install .*\bdebootstrap\b/, 'and what is named in addition');

# Of the libraries that are installed for the project, the packages need those of its own tools: the
# others are the kernel's, fio's, a workload's, the tests' and the fuzzer's.
my %others = map { $_ => 1 } qw(libc6-dev libclang-rt-dev libelf-dev libssl-dev libaio-dev libsqlite3-dev libcmocka-dev);
my ($needed) = do { local (@ARGV, $/) = 'benchmarks/packaging/debian/control'; <> } =~ /^Build-Depends: ((?:.*\n)(?: .*\n)*)/m;
my %needed = map { $_ => 1 } $needed =~ /\b(lib[a-z0-9-]+-dev)\b/g;
my %installed = map { $_ => 1 } do { local (@ARGV, $/) = 'benchmarks/install-packages.sh'; <> } =~ /\b(lib[a-z0-9-]+-dev)\b/g;
is(join(' ', sort keys %needed), join(' ', grep { !$others{$_} } sort keys %installed),
   "the packages' Build-Depends have the libraries of the tools");

done_testing();
