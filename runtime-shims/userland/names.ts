/** What there is in /bin besides the shell; a test compares these lists with the commands. */

/** In the script that every process has at hand. */
export const usualCommandNames: readonly string[] =
  '[ arch basename cat chmod clear cp cut date dirname echo egrep env expr false fgrep find grep groups head hostname id install kill killall ln logname ls mkdir mktemp mv nice nohup nproc pgrep pidof pkill printenv printf ps pwd readlink realpath rm rmdir sed seq sleep sort stat sync tail tee test time timeout touch tr true tty uname uniq unlink uptime wc which whoami xargs yes'.split(
    ' ',
  );

/** In a script that is loaded when one of them is run first. */
export const moreCommandNames: readonly string[] =
  'awk base64 chown cksum cmp column comm df diff du expand file fold free gawk hexdump join less more nl od paste reset rev shuf split strings stty tac tar top tput tree truncate unexpand watch who xxd'.split(
    ' ',
  );

/** Programs over Node's library, by the script that has them. */
export const nodePrograms: Readonly<Record<string, readonly string[]>> = {
  compress: ['gzip', 'gunzip', 'zcat'],
  digest: ['md5sum', 'sha1sum', 'sha224sum', 'sha256sum', 'sha384sum', 'sha512sum'],
  git: ['git'],
  transfer: ['curl', 'wget'],
  zip: ['zip', 'unzip'],
};
