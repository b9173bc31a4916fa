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
like($out, qr/^linux-source-6\.12 is in these suites of Debian: bookworm-security trixie /m, 'and so is where it is');
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

# The source of a kernel line that only another release has.
my ($line) = map { /^([\d.]+)\s+\S+\s+(.*)/ && $2 !~ /\b$codename\b/ ? $1 : () } qx(cat kvm-instrumentation/patches/lines);
SKIP: {
	skip("Debian $codename has the source of each line", 9) if !$line;
	script('apt-cache', <<"END");
case "\$2" in
linux-source-$line) echo "  Candidate: (none)" ;;
dpkg) echo "  Candidate: 1"; echo "        500 $mirror $codename/main amd64 Packages" ;;
*) echo "  Candidate: 1" ;;
esac
END
	# apt's own files for this are a folder that is gone afterwards: note what was in them.
	my $apt = <<"END";
echo "\$@" >> $dir/asked
for word in "\$@"; do
	case \$word in
	Dir::Etc::SourceList=*) cat "\${word#*=}" > $dir/sources ;;
	esac
done
case "\$*" in
*" download "*) echo > "linux-source-${line}_9.9-1_all.deb" ;;
esac
END
	script('apt-get', $apt);
	script('dpkg-deb', "echo 9.9-1\n");
	($status, $out, $asked) = install("linux-source-$line");
	is($status, 0, "another release has linux-source-$line: status 0") or diag($out);
	like($out, qr/^linux-source-\Q$line\E 9\.9-1, from \S+; the series was made for \S+$/m, 'it is said what comes from where');
	open(my $f, '<', "$dir/sources") or die;
	my $sources = join('', <$f>);
	like($sources, qr/^URIs: \Q$mirror\E$/m, 'the same mirror');
	like($sources, qr/^Signed-By: .*debian-archive-keyring/m, "and Debian's keys");
	like($asked, qr/SourceParts=-.*SourceParts=-.*download linux-source-\Q$line\E$/ms, "apt's own sources are not used for it");
	like($asked, qr{^-qq install -y --no-install-recommends .* /\S*linux-source-\Q$line\E_9\.9-1_all\.deb$}m,
	     'what was fetched is installed, with all else from apt\'s own sources');

	$apt =~ s/\*" download ".*?;;/*" download "*) echo 'E: Unable to locate' >&2; exit 100 ;;/s or die;
	script('apt-get', $apt);
	($status, $out, $asked) = install("linux-source-$line");
	isnt($status, 0, 'no release has it any more: refused');
	like($out, qr/no linux-source-\Q$line\E any more.*Unable to locate.*snapshot\.debian\.org.*made for$/s, 'and where it still is');
	unlike($asked, qr/^-qq install/m, 'nothing is installed');
}

done_testing();
