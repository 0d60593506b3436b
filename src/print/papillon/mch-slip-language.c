/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/papillon/mch-slip-language.h"

#include <string.h>

static const MchSlipWords words[MCH_N_SLIP_LANGUAGES] = {
  [MCH_SLIP_LANGUAGE_EN] = { "en",
                             "English",
                             FALSE,
                             { "Sign in with the account that you were given: your login and your "
                               "provisional password are above.",
                               "This account will give you your convocation, your marks and your "
                               "requests for special arrangements.",
                               "A typing mistake? The site tells which group to check. Slip lost: "
                               "ask the school office.",
                               "(*) At your first sign-in, choose your own password: the "
                               "provisional one will then serve no more. You had better show it to "
                               "nobody." },
                             { "You already have an account: sign in with it. One account serves "
                               "for all your exams.",
                               "This account will give you your convocation, your marks and your "
                               "requests for special arrangements.",
                               "Password forgotten? Ask the school office for a new slip: the old "
                               "password will then serve no more.",
                               "This reminder holds no password: nobody can read the one that you "
                               "chose." } },
  [MCH_SLIP_LANGUAGE_ES] = { "es",
                             "Español",
                             FALSE,
                             { "Identifíquese con la cuenta que se le ha asignado: arriba figuran "
                               "su identificador y su contraseña provisional.",
                               "Esta cuenta le dará acceso a su convocatoria, sus notas y sus "
                               "solicitudes de adaptaciones.",
                               "¿Un error al escribir? El sitio indica qué grupo hay que "
                               "comprobar. Papel perdido: pregunte en la secretaría.",
                               "(*) En la primera conexión, elija su propia contraseña: la "
                               "provisional dejará de servir. Es mejor no enseñársela a nadie." },
                             { "Ya tiene una cuenta: identifíquese con ella. Una sola cuenta sirve "
                               "para todos sus exámenes.",
                               "Esta cuenta le dará acceso a su convocatoria, sus notas y sus "
                               "solicitudes de adaptaciones.",
                               "¿Ha olvidado la contraseña? Pida un papel nuevo en la secretaría: "
                               "la antigua contraseña dejará de servir.",
                               "Este recordatorio no contiene ninguna contraseña: nadie puede leer "
                               "la que usted eligió." } },
  [MCH_SLIP_LANGUAGE_PT] = { "pt",
                             "Português",
                             FALSE,
                             { "Inicie sessão com a conta que lhe foi atribuída: acima estão o seu "
                               "identificador e a sua palavra-passe provisória.",
                               "Esta conta dar-lhe-á a sua convocatória, as suas notas e os seus "
                               "pedidos de condições especiais.",
                               "Um erro ao escrever? O site indica que grupo verificar. Folha "
                               "perdida: pergunte na secretaria.",
                               "(*) Na primeira ligação, escolha a sua própria palavra-passe: a "
                               "provisória deixará de servir. É melhor não a mostrar a ninguém." },
                             { "Já tem uma conta: inicie sessão com ela. Uma só conta serve para "
                               "todos os seus exames.",
                               "Esta conta dar-lhe-á a sua convocatória, as suas notas e os seus "
                               "pedidos de condições especiais.",
                               "Esqueceu-se da palavra-passe? Peça uma nova folha na secretaria: a "
                               "palavra-passe antiga deixará de servir.",
                               "Este lembrete não contém nenhuma palavra-passe: ninguém pode ler a "
                               "que escolheu." } },
  [MCH_SLIP_LANGUAGE_AR] = { "ar",
                             "العربية",
                             TRUE,
                             { "سجّل الدخول بالحساب الذي أُعطي لك: في الأعلى اسم المستخدم وكلمة "
                               "المرور المؤقتة.",
                               "يتيح لك هذا الحساب الاطلاع على استدعائك للامتحان وعلى نقاطك وعلى "
                               "طلبات الترتيبات الخاصة.",
                               "هل أخطأت في الكتابة؟ يدلّك الموقع على المجموعة التي يجب التحقق "
                               "منها. إذا ضاعت هذه الورقة فاسأل أمانة المدرسة.",
                               "(*) عند أول دخول، اختر كلمة مرور خاصة بك: بعد ذلك لن تصلح كلمة "
                               "المرور المؤقتة. من الأفضل ألا تُريها لأحد." },
                             { "لديك حساب من قبل: سجّل الدخول به. حساب واحد يكفي لجميع امتحاناتك.",
                               "يتيح لك هذا الحساب الاطلاع على استدعائك للامتحان وعلى نقاطك وعلى "
                               "طلبات الترتيبات الخاصة.",
                               "هل نسيت كلمة المرور؟ اطلب ورقة جديدة من أمانة المدرسة: بعد ذلك لن "
                               "تصلح كلمة المرور القديمة.",
                               "لا تحتوي هذه الورقة على كلمة مرور: لا أحد يستطيع قراءة كلمة المرور "
                               "التي اخترتها." } },
  [MCH_SLIP_LANGUAGE_UK] = { "uk",
                             "Українська",
                             FALSE,
                             { "Увійдіть за допомогою наданого вам облікового запису: вище вказано "
                               "ваш логін і тимчасовий пароль.",
                               "У цьому обліковому записі ви знайдете виклик на іспит, свої оцінки "
                               "та заяви про особливі умови.",
                               "Помилилися під час введення? Сайт підкаже, яку групу перевірити. "
                               "Загубили аркуш — зверніться до секретаріату.",
                               "(*) Під час першого входу виберіть власний пароль: тимчасовий "
                               "більше не діятиме. Краще нікому його не показувати." },
                             { "У вас уже є обліковий запис: увійдіть за його допомогою. Один "
                               "обліковий запис діє для всіх ваших іспитів.",
                               "У цьому обліковому записі ви знайдете виклик на іспит, свої оцінки "
                               "та заяви про особливі умови.",
                               "Забули пароль? Попросіть новий аркуш у секретаріаті: старий пароль "
                               "більше не діятиме.",
                               "У цьому нагадуванні немає пароля: ніхто не може прочитати той, "
                               "який ви вибрали." } },
  [MCH_SLIP_LANGUAGE_TR] = { "tr",
                             "Türkçe",
                             FALSE,
                             { "Size verilen hesapla giriş yapın: yukarıda kullanıcı adınız ve "
                               "geçici şifreniz yazılıdır.",
                               "Bu hesapta sınav çağrınızı, notlarınızı ve özel düzenleme "
                               "taleplerinizi bulacaksınız.",
                               "Yazım hatası mı var? Site hangi grubun kontrol edileceğini "
                               "gösterir. Kâğıdı kaybettiyseniz okul sekreterliğine başvurun.",
                               "(*) İlk girişte kendi şifrenizi seçin: geçici şifre artık geçerli "
                               "olmayacaktır. Onu kimseye göstermemeniz iyi olur." },
                             { "Zaten bir hesabınız var: onunla giriş yapın. Tek bir hesap bütün "
                               "sınavlarınız için geçerlidir.",
                               "Bu hesapta sınav çağrınızı, notlarınızı ve özel düzenleme "
                               "taleplerinizi bulacaksınız.",
                               "Şifrenizi mi unuttunuz? Okul sekreterliğinden yeni bir kâğıt "
                               "isteyin: eski şifre artık geçerli olmayacaktır.",
                               "Bu hatırlatmada şifre yoktur: seçtiğiniz şifreyi kimse "
                               "okuyamaz." } },
};

const MchSlipWords *
mch_slip_language_get_words (MchSlipLanguage language)
{
  g_return_val_if_fail (language < MCH_N_SLIP_LANGUAGES, NULL);

  return language != MCH_SLIP_LANGUAGE_NONE ? &words[language] : NULL;
}

gboolean
mch_slip_language_find (const char *code, MchSlipLanguage *ret_language)
{
  g_return_val_if_fail (code != NULL && ret_language != NULL, FALSE);

  for (int language = 0; language < MCH_N_SLIP_LANGUAGES; language++)
    if (strcmp (language > 0 ? words[language].code : "none", code) == 0)
      {
        *ret_language = language;
        return TRUE;
      }
  return FALSE;
}
