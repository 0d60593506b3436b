/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dictionary holds normalised words: "Né(e) le" stands as "neele". */
#include "core/mch-header.h"

#include "core/mch-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define UAI_COLUMN "@uai"
#define IGNORED_COLUMN "@ignored"
#define SESSION_COLUMN "session"

typedef struct
{
  const char *field;
  const char *words; /* between spaces */
  gboolean vague;
} Entry;

static const Entry dictionary[] = {
  { "ine",
    "ine numeroine noine nine codeine inedeleleve inecandidat identifiantnational "
    "identifiantnationaleleve"
    " identifiantnationaletudiant identifiantnationalunique idnational numeronational ineeleve"
    " inernie rnie numeroidentifiantnational ineina inebea" },
  { "ine", "identifiantunique ina numeroina identifianteleve", TRUE },
  { "family_name",
    "nomdefamille nomdefamilleeleve nomnaissance nomdenaissance nomnaiss nomdenaiss nomfamille"
    " nompatronymique patronyme nomdejeunefille nomeleve nomdeleleve nomducandidat nomcandidat"
    " nomdefamilleducandidat nomdefamillecandidat nomnaissanceeleve lastname surname" },
  { "family_name", "nom noms", TRUE },
  { "usage_name", "nomdusage nomusage nomdusageeleve nomusuel nomdusagecandidat nomepouse"
                  " nommarital nomusageeleve" },
  { "given_name",
    "prenom1 1erprenom 1prenom premierprenom prenomeleve prenomdeleleve prenomcandidat"
    " prenomducandidat prenomprincipal prenomusuel prenomnaissance firstname" },
  { "given_name", "prenom prenoms prenomseleve prenomscandidat", TRUE },
  { "given_name_2", "prenom2 2eprenom 2emeprenom 2prenom deuxiemeprenom secondprenom 2ndprenom" },
  { "given_name_3", "prenom3 3eprenom 3emeprenom 3prenom troisiemeprenom" },
  { "birth_date",
    "datedenaissance datenaissance datenaiss datedenaiss dnaissance neele neeele nele nee"
    " datedenaissancejjmmaaaa datenaissancejjmmaaaa ddn datedenaissanceeleve datenaissanceeleve"
    " naissancedate datedenaissanceducandidat dateofbirth birthdate neelejjmmaaaa ne" },
  { "birth_date", "naissance", TRUE },
  { "sex", "sexe civilite genre codesexe sexeeleve codecivilite sexemf sexefm civ" },
  { "birth_commune",
    "communedenaissance communenaissance villedenaissance villenaissance villenaiss"
    " lieudenaissance lieunaissance libellecommunenaissance libellecommunedenaissance"
    " communenaiss lieunaiss neeea libellevillenaissance localitedenaissance nomcommunenaissance" },
  { "birth_commune_code",
    "codecommunenaissance codecommunedenaissance codeinseenaissance codeinseecommunenaissance"
    " codecommuneinseenaiss codeinseedenaissance codeinseecommunedenaissance inseenaissance"
    " codecommunenaiss codeinseelieudenaissance codeinseedelacommunedenaissance codecommuneinsee" },
  { "birth_department",
    "departementdenaissance departementnaissance dptnaissance deptnaissance dptdenaissance"
    " deptdenaissance codedepartementnaissance codedepartementdenaissance codedepartementnaiss"
    " depnaissance departementnaiss" },
  { "birth_country",
    "paysdenaissance paysnaissance codepaysnaissance codepaysdenaissance paysnaiss codepaysnaiss" },
  { "birth_country", "codepays", TRUE },
  { "nationality", "nationalite nationaliteeleve codenationalite" },
  { "address_1", "adresse1 adresseligne1 ligneadresse1 ligne1adresse rue adresse1eleve voie" },
  { "address_1", "adresse adresseeleve adressepostale adressecomplete adressepersonnelle", TRUE },
  { "address_2",
    "adresse2 adresseligne2 ligneadresse2 ligne2adresse complementadresse complementdadresse"
    " adresse2eligne" },
  { "address_3", "adresse3 adresseligne3 ligneadresse3 ligne3adresse adresse3eligne" },
  { "postal_code",
    "codepostal cp cp1 codepostal1 codepostaleleve codepostaladresse cpost cpostal" },
  { "address_3", "ligne4adresse adresse4", TRUE },
  { "city", "libellepostal ville commune1 ville1 villeadresse villeresidence communeresidence"
            " communederesidence localite communeadresse villeeleve villederesidence" },
  { "city", "commune libellecommune", TRUE },
  { "country", "pays1 paysresidence paysderesidence paysadresse" },
  { "country", "pays", TRUE },
  { "phone",
    "telephone telephoneportable telportable portable mobile telephonemobile telmobile "
    "numerodetelephone"
    " numerotelephone notelephone ntelephone telephoneeleve teleleve portableeleve gsm phone"
    " telephonecandidat numerodeportable teleportable telephoneducandidat telephone1" },
  { "phone",
    "telpersonnel tel telephonefixe telfixe telephonedomicile teldomicile telephonepersonnel",
    TRUE },
  { "email",
    "email mel mail courriel adressemail adresseemail adresseelectronique adressemel emaileleve"
    " maileleve meleleve courrieleleve adressecourriel emailcandidat emailpersonnel melpersonnel"
    " adressedemessagerie messagerie emailducandidat" },
  { "candidate_number", "ncandidat nocandidat numcandidat numerocandidat numerodecandidat"
                        " numerodecandidature ndecandidat nodecandidat matriculecandidat" },
  { "ocean_number", "nocean noocean numocean numeroocean" },
  { "division",
    "division divisiondeclasse classe libelleclasse divisionclasse codedivision codestructure"
    " libelledivision structure groupeclasse codeclasse divisioneleve classeeleve" },
  { "specialty_code",
    "codespecialite codespe codespec specialitecode codediplome codespecialitediplome codefiliere"
    " codespecialiteexamen" },
  { "specialty", "specialite libellespecialite libspecialite specialitelibelle libellespe spe"
                 " specialiteexamen specialitedudiplome filiere intitulespecialite" },
  { "category",
    "categoriecandidat categorie categorieducandidat categoriedecandidat categoriedinscription" },
  { "training_code", "codemef mef codeformation mef11 codemefstat codemef11" },
  { "teachings", "enseignements enseignement options enseignementsoptionnels" },
  { "passage", "formedepassage formepassage forme codeformedepassage codeformepassage" },
  { "diploma", "diplomepossede titrepossede diplomedacces diplomeobtenu" },
  { "acquis", "acquis typedacquis typeacquis" },
  { "acquis_diploma", "diplomedispensant diplomedispense diplomedesacquis" },
  { "acquis_year", "anneedesacquis anneeacquis anneedobtention anneeobtention" },
  { "acquis_academy", "academiedesacquis academieacquis academiedobtention" },
  { "acquis_marks", "notesconservees notesobtenues notesdesacquis reportsdenotes" },
  { "exempted_tests", "epreuvesdispensees dispensesvae dispenses" },
  { "retaken_tests", "epreuvesrepassees epreuvesarepasser" },
  { "tests", "choixdepreuves choixdesepreuves epreuvesauchoix epreuvesfacultatives" },
  { "handicap", "handicap situationdehandicap handicape" },
  { "adjustment", "amenagement amenagements demandeamenagement demandedamenagement"
                  " amenagementdepreuves amenagementdemande" },
  { "consent_press", "consentementpresse presse resultatspresse accordpresse" },
  { "consent_private", "consentementorganismesprives organismesprives consentementprive"
                       " accordorganismesprives" },
  { "consent_authorities", "consentementcollectivites collectivites collectivitesterritoriales"
                           " consentementcollectivitesterritoriales accordcollectivites" },
  { UAI_COLUMN, "uai rne codeuai coderne uaietablissement codeetablissement etablissementuai uaj"
                " numerouai numerorne uaidetablissement noetablissement" },
  { IGNORED_COLUMN,
    "etat etatcandidature etatinscription ninscription noinscription numeroinscription"
    " numerodinscription versioninscription statut codestatut ligne motif identifiantdeconnexion"
    " eleveid elenoet ideleveetab adresseid login id accountstate edition pending"
    " motifdedesinscription motifdesinscription datededesinscription datedesinscription" },
  { SESSION_COLUMN,
    "session examen exam domaine codeexamen domaineexamen examenprepare diplomeprepare"
    " sessionexamen sessiondexamen examenetsession sessiondelexamen typeexamen typedexamen" },
};

char *
mch_header_normalise (const char *words)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  GString *key = g_string_new (NULL);

  mch_text_append_fold (folded, words);
  for (const char *p = folded->str; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (key, g_utf8_get_char (p));
  return g_string_free (key, FALSE);
}

static void
add_words (GHashTable *index, const Entry *entry)
{
  g_auto (GStrv) words = g_strsplit (entry->words, " ", -1);

  for (char **word = words; *word != NULL; word++)
    if (!g_hash_table_contains (index, *word))
      g_hash_table_insert (index, g_strdup (*word), (gpointer) entry);
}

static void
add_own_word (GHashTable *index, const char *field, const char *word)
{
  Entry *entry;
  char *key = mch_header_normalise (word);

  if (g_hash_table_contains (index, key))
    {
      g_free (key);
      return;
    }
  entry = g_new0 (Entry, 1);
  entry->field = field;
  g_hash_table_insert (index, key, entry);
}

gboolean
mch_header_can_give (const MchField *field)
{
  /* The program's own notes, and what only a person does to one registration. */
  static const char *const own[] = { "to_correct",   "other_person",       "withdrawal_reason",
                                     "withdrawn_on", "transfer_agreed_on", NULL };

  g_return_val_if_fail (field != NULL, FALSE);

  if (field->kind == MCH_KIND_CANDIDATURE && field->type == MCH_FIELD_SESSION)
    return TRUE;
  return (field->kind == MCH_KIND_PERSON || field->kind == MCH_KIND_CANDIDATURE) && field->editable
         && !g_strv_contains (own, field->name);
}

/* Our own names and labels, so that a file which we wrote can be read again, in the language of
 * this computer as well; what it shows and no file gives is known, too. */
static void
add_field_names (GHashTable *index)
{
  guint n;
  const MchField *fields = mch_field_table (&n);

  for (guint i = 0; i < n; i++)
    if (fields[i].kind == MCH_KIND_PERSON || fields[i].kind == MCH_KIND_CANDIDATURE)
      {
        const char *field = mch_header_can_give (&fields[i]) ? fields[i].name : IGNORED_COLUMN;

        add_own_word (index, field, fields[i].name);
        add_own_word (index, field, fields[i].label);
        add_own_word (index, field, _ (fields[i].label));
      }
}

static GHashTable *
get_index (void)
{
  static gsize ready = 0;
  static GHashTable *index;

  if (g_once_init_enter (&ready))
    {
      index = g_hash_table_new (g_str_hash, g_str_equal);
      for (gsize i = 0; i < G_N_ELEMENTS (dictionary); i++)
        add_words (index, &dictionary[i]);
      add_field_names (index);
      g_once_init_leave (&ready, 1);
    }
  return index;
}

MchHeaderKind
mch_header_find (const char *words, const MchField **ret_field, gboolean *ret_vague)
{
  g_autofree char *key = NULL;
  const Entry *entry;

  g_return_val_if_fail (words != NULL && ret_field != NULL && ret_vague != NULL,
                        MCH_HEADER_UNKNOWN);

  *ret_field = NULL;
  *ret_vague = FALSE;
  key = mch_header_normalise (words);
  entry = g_hash_table_lookup (get_index (), key);
  if (entry == NULL)
    return MCH_HEADER_UNKNOWN;
  if (strcmp (entry->field, UAI_COLUMN) == 0)
    return MCH_HEADER_UAI;
  if (strcmp (entry->field, IGNORED_COLUMN) == 0)
    return MCH_HEADER_IGNORED;

  *ret_field = mch_field_find_for_candidate (entry->field);
  *ret_vague = entry->vague;
  g_assert (*ret_field != NULL);
  return MCH_HEADER_FIELD;
}
