/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips.h"

#include <string.h>

#include "core/mch-paper-code.h"

const MchSlipSheet test_sheet = {
  .establishment = "Lycée professionnel Test",
  .address = "1 rue de l'École\n25000 Besançon",
  .phone = "03 81 00 00 00",
  .email = "secretariat@lycee-test.invalid",
  .exam = "CAP",
  .session = "JUIN 2027",
  .academy = "Académie de Besançon",
  .portal_url = "https://candidat.machaon.example/",
  .expiry_date = "2027-08-15",
};

static const char *const families[] = {
  "Aubin",    "Lefèvre",    "Garcia", "N'Diaye",  "Le Goff",     "Dubois-Martin", "Çelik",
  "Øster",    "Nguyễn",     "Roux",   "D'Angelo", "Saint-Cyr",   "Ó Briain",      "Wiśniewski",
  "Benkacem", "Da Silva e", "Moreau", "Petit",    "Van der Waa",
};
static const char *const given[] = {
  "Antoine", "Zoé",   "Jean-Baptiste", "Inès", "Maëlys", "Loïc",  "Thị Ánh",
  "Aïcha",   "Chloé", "Noé",           "Léa",  "Hugo",   "Anaïs",
};
static const char symbols[] = "23456789ABCDEFGHJKMNPQRSTVWXY";

#define TEN_A "aaaaaaaaaa"
#define TEN_W "WWWWWWWWWW"
#define TWENTY_NAME "Montmorency-Laval-de"
#define MARKS "\314\201\314\202\314\210\314\243\314\261\314\247\314\204\314\206\314\212\314\213"

static const MchSlip hostile[] = {
  /* a hundred characters that may be broken, and a hundred that may not */
  { TWENTY_NAME "-" TWENTY_NAME "-" TWENTY_NAME "-" TWENTY_NAME "-" TWENTY_NAME,
    "Marie Antoinette Josèphe Jeanne Charlotte Éléonore Philippine Adélaïde Clémentine Louise Anne",
    NULL, "1CAP-EPC", "marie.montmorency" },
  { TEN_W TEN_W TEN_W TEN_W TEN_W TEN_W TEN_W TEN_W TEN_W TEN_W,
    TEN_W TEN_W TEN_W TEN_W TEN_W TEN_W TEN_W TEN_W TEN_W TEN_W, NULL, "1CAP-EPC", "w.w" },
  { "محمد عبد الرحمن الحسيني", "فاطمة الزهراء", NULL, "2CAP", "fatima.elhusseini" },
  { "AL-ḤUSAYN (الحسين)", "Muḥammad محمد", NULL, "2CAP", "muhammad.alhusayn" },
  { "Nguyễn Phước Thị Quỳnh", "Ẩn Ẫm Ự Ỡ", NULL, "T\341\272\254P 1", "nguyen.phuoc" },
  { "E\314\201lodie\314\210", "Ame\314\201lie\314\201", NULL, "1CAP", "elodie.amelie" },
  { "Z" MARKS MARKS "a" MARKS MARKS "l" MARKS "go", "o" MARKS MARKS MARKS MARKS, NULL,
    "G" MARKS MARKS, "zalgo.zalgo" },
  { "O'Connor-D'Arc d''Été", "L'Aïd ’Ûn", NULL, "1 CAP \"A\" <b>", "oconnor.darc" },
  { "王小明", "山田太郎", NULL, "1CAP", "wang.xiaoming" },
  { "(((((((((()\\)))", "%s%n/Span<<BDC ET Q", NULL, "\\", "paren.these" },
  { "Tab\there", "New\nline\r\001\177", NULL, "\f", "control.chars" },
  { "Invalid \377\376 bytes", "\355\240\200", NULL, "\300", "invalid.bytes" },
  { "Smith 😀👨‍👩‍👧 Ω ж א", "ﷺ ﷽ ǅ ŉ ﬃ", NULL, "Ⅻ", "every.script" },
  { "\342\200\256txeT\342\200\254 \342\200\213zero\342\200\215", "\302\255soft\302\255hyphen", NULL,
    "1", "bidi.override" },
  { "Şahingöz-İğdır", "Gökçe Işıl", NULL, "2CAP", "gokce.sahingoz" },
  { "Παπαδόπουλος Άγγελος", "Ευαγγελία", NULL, "2CAP", "evangelia.papadopoulos" },
  { "ภาษาไทย हिन्दी বাংলা", "한국어 தமிழ்", NULL, "2", "other.scripts" },
  { "ศรีสุวรรณ", "กุลธิดา", NULL, "1CAP", "kunthida.sisuwan" },
  { "श्रीवास्तव", "क्षितिज", NULL, "1CAP", "kshitij.shrivastav" },
  { "চট্টোপাধ্যায়", "শ্রেয়া", NULL, "1CAP", "shreya.chattopadhyay" },
  { "கிருஷ்ணமூர்த்தி", "ஸ்ரீ", NULL, "1CAP", "sri.krishnamurthy" },
  { "김 민준", "박 서연", NULL, "1CAP", "minjun.kim" },
  { "佐々木・髙橋", "ゆうき アンヌ", NULL, "1CAP", "yuki.sasaki" },
  { "歐陽 Dupont", "Zoé 小龍", NULL, "1CAP 龍", "zoe.ouyang" },
  { "Dupont", "Camille", "Durand-Lefebvre de la Tour",
    "TERMINALE CAP ÉQUIPIER POLYVALENT DU COMMERCE GROUPE 2", "camille.dupont12" },
  { "", "", NULL, "", "no.name" },
  { "X", NULL, NULL, NULL, "x" },
  { "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewisz", "Maximilienne-Philippine",
    NULL, "1CAP", "sixty.letters" },
  { "Ковалёв Дмитрий", "Սարգսյան გიორგი", NULL, "1CAP", "dmitri.kovalev" },
  { "כהן-לוי", "שרה", NULL, "1CAP", "sarah.cohen-levy" },
  { "Étoile 🌟🎓", "Zoé 👩🏽‍🎓 🇫🇷", NULL, "1CAP 🚲", "zoe.etoile" },
  { "Long", "Login", NULL, "1CAP",
    "jean-christophe-maximilien.de-la-rochefoucauld-montmorency-beaumont.lefebvre-desnouettes12" },
  { "Longest", "Login", NULL, "1CAP", TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A TEN_A },
};

guint
test_hostile_count (void)
{
  return G_N_ELEMENTS (hostile);
}

const char *
test_hostile_name (guint i)
{
  return hostile[i].family_name;
}

/* Not a code that any server made, but one of its form. */
static void
make_code (guint number, char code[20])
{
  guint64 state = number * 6364136223846793005u + 1442695040888963407u;

  for (guint i = 0; i < 17; i++)
    {
      state = state * 6364136223846793005u + 1442695040888963407u;
      code[i] = i == 5 || i == 11 ? '-' : symbols[(state >> 33) % 29];
    }
  code[17] = '\0';
}

/* Blocks of eight to forty slips of one class each. */
static guint
class_of (guint i)
{
  guint class = 0;

  for (guint start = 0; i >= start + 8 + class * 7 % 33; class ++)
    start += 8 + class * 7 % 33;
  return class;
}

void
test_slips_get (gpointer user_data, guint index, MchSlip *ret_slip)
{
  TestSlips *slips = user_data;
  gboolean end;

  slips->next = index;
  test_slips_next (slips, ret_slip, &end, NULL);
  if (slips->hostile || slips->plain)
    return;
  if (slips->mixed && index % 7 == 0)
    {
      const MchSlip *name = &hostile[index / 7 % G_N_ELEMENTS (hostile)];

      ret_slip->family_name = name->family_name;
      ret_slip->given_name = name->given_name;
      ret_slip->usage_name = name->usage_name;
    }
  g_snprintf (slips->division, sizeof slips->division, "%uCAP-EPC", class_of (index) + 1);
  ret_slip->division = slips->division;
}

void
test_slips_make_handout (const char *login, char ret_digits[24])
{
  g_autofree char *digits = mch_paper_code_dup (MCH_PAPER_SLIP, login, 1);

  g_strlcpy (ret_digits, digits, 24);
}

gboolean
test_slips_next (gpointer user_data, MchSlip *slip, gboolean *ret_end, GError **error)
{
  static const char *const divisions[] = { "1CAP-EPC", "2CAP-MEC", "TCAP-CUI" };
  TestSlips *slips = user_data;
  guint i = slips->next++;

  if (i >= slips->n)
    {
      *ret_end = TRUE;
      return TRUE;
    }
  make_code (i, slips->code);
  if (slips->hostile)
    {
      *slip = hostile[i];
      g_snprintf (slips->login, sizeof slips->login, "%s", slip->login);
    }
  else
    {
      slip->family_name = families[i % G_N_ELEMENTS (families)];
      slip->given_name = given[i % G_N_ELEMENTS (given)];
      slip->division = divisions[i % 3];
      g_snprintf (slips->login, sizeof slips->login, "antoine.aubin%u", i);
    }
  slip->login = slips->login;
  slip->code = slips->code;
  test_slips_make_handout (slip->login, slips->handout);
  slip->handout = slips->handout;
  if (slips->list != NULL)
    fprintf (slips->list, "%s\t%s\n", slips->login, slips->code);
  return TRUE;
}
