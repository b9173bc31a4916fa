#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# make install, into a folder of its own: what is there, and that it works from there.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use Test::More;

my $build = abs_path($ENV{BUILD} // 'build');
my $dir = tempdir('a b.XXXXXX', TMPDIR => 1, CLEANUP => 1);
my $usr = "$dir/usr";

my $out = qx(make -s BUILD="$ENV{BUILD}" install DESTDIR='$dir' PREFIX=/usr 2>&1);
is($?, 0, 'make install') or diag($out);
for my $file (qw(bin/exitmeter bin/exitbench bin/exitreport lib/libexitmeter.a lib/libexitmeter.so
		 lib/libexitmeter.so.1 lib/pkgconfig/libexitmeter.pc include/exitmeter.h
		 share/man/man1/exitmeter.1 share/man/man1/exitmeter-host.1 share/man/man1/exitbench.1 share/man/man1/exitreport.1
		 share/man/man3/libexitmeter.3 share/man/man7/exitmeter-abi.7
		 share/bash-completion/completions/exitmeter)) {
	ok(-s "$usr/$file", "installed: $file");
}

# From anywhere, without the project.
sub elsewhere { return scalar qx(cd '$dir' && $_[0] 2>&1) }

like(elsewhere('usr/bin/exitmeter reasons --vendor vmx'), qr/EPT_VIOLATION/, 'exitmeter');
like(elsewhere('usr/bin/exitmeter --host --help'), qr/--vm=PID/, 'exitmeter --host');
like(elsewhere('man -M usr/share/man 3 libexitmeter'), qr/exitmeter_latch/, 'man finds its pages');

# The library as programs use it: shared and static, from C and from C++.
my $flags = qx(PKG_CONFIG_SYSROOT_DIR='$dir' PKG_CONFIG_LIBDIR='$usr/lib/pkgconfig' pkg-config --cflags --libs libexitmeter);
is($?, 0, 'pkg-config knows it');
like($flags, qr/-lexitmeter/, 'and how to link');
my $paths = "-I'$usr/include' -L'$usr/lib'";
my $example = "'$usr/share/doc/exitmeter/syscall-exits.c'";
# There is no static sanitizer.
my $sanitize = $ENV{SANITIZED} ? '-fsanitize=address,undefined' : '';
for my $link ('-lexitmeter', $sanitize ? () : '-static -lexitmeter') {
	$out = elsewhere("cc $sanitize -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -pedantic $example $paths $link -o example");
	is($?, 0, "the example: cc $link") or diag($out);
	$out = elsewhere("LD_LIBRARY_PATH='$usr/lib' ./example");
	like($out, qr/^(syscall-exits: there is no exit meter: |1000 calls: )/, 'and runs, or says that there is no meter');
}
$out = elsewhere("echo '#include <exitmeter.h>' | c++ -Wall -Wextra -Werror -pedantic -x c++ -fsyntax-only $paths -");
is($?, 0, 'the header in C++') or diag($out);

# No more than the header promises, each with its version; the static one neither.
my $header = do { local (@ARGV, $/) = "$usr/include/exitmeter.h"; <> };
my @declared = sort $header =~ /^[a-z].*?\b(exitmeter_[a-z_]+)\(/mg;
my @shown = sort map { /\b(\S+)\@\@LIBEXITMETER_1\.0$/ ? $1 : () } split(/\n/, qx(nm -D --defined-only '$usr/lib/libexitmeter.so'));
is("@shown", "@declared", 'symbols of the shared library, with version');
my @all = grep { !/LIBEXITMETER/ } map { / [TDBR] (\S+)/ ? $1 : () } split(/\n/, qx(nm -D --defined-only '$usr/lib/libexitmeter.so'));
is("@all", '', 'and no others');
my @static = sort map { / [TDBR] (\S+)$/ ? $1 : () } split(/\n/, qx(nm --defined-only '$usr/lib/libexitmeter.a'));
is("@static", "@declared", 'symbols of the static library');
like(scalar qx(readelf -d '$usr/lib/libexitmeter.so'), qr/SONAME.*libexitmeter\.so\.1\]/, 'its name has its version');

done_testing();
